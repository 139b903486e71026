/* Moving the chart: keys, buttons, the wheel, dragging; and drawing all of it for print. */

function moveBy(chart, buttons) {
  const { box } = chart;
  const told = () => {
    const isOut = chart.level === 0, isIn = chart.level === chart.deepest;
    buttons.level.textContent = `×${2 ** chart.level}`;
    // Not disabled: that would throw the focus away.
    for (const [button, isSpent] of [[buttons.out, isOut], [buttons.all, isOut], [buttons.in, isIn]])
      button.setAttribute("aria-disabled", String(isSpent));
  };
  chart.zoomed = told;
  buttons.in.addEventListener("click", () => chart.zoom(chart.level + 1));
  buttons.out.addEventListener("click", () => chart.zoom(chart.level - 1));
  buttons.all.addEventListener("click", () => chart.zoom(0));
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = { "+": chart.level + 1, "=": chart.level + 1, "-": chart.level - 1, 0: 0 }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    chart.zoom(wanted);
  });

  let turned = 0;
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    turned += event.deltaY;
    if (Math.abs(turned) < 50) return;
    chart.zoom(chart.level - Math.sign(turned), event.clientX - box.getBoundingClientRect().left);
    turned = 0;
  }, { passive: false });

  dragBy(box);
  told();

  let isAsked = false;
  box.addEventListener("scroll", () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      if (chart.isPrinted) return;
      chart.look();
      chart.drawNear();
    });
  }, { passive: true });

  new ResizeObserver(() => {
    if (!chart.isPrinted) chart.resize();
  }).observe(box);

  printAll(chart);
}

/* The mouse takes hold of the chart; a finger moves it anyway. */
function dragBy(box) {
  let from = null, isDragged = false;
  box.addEventListener("pointerdown", (event) => {
    isDragged = false;
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    // Not on the scroll bars.
    const { left, top } = box.getBoundingClientRect();
    if (event.clientX - left > box.clientWidth || event.clientY - top > box.clientHeight) return;
    from = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop, event };
  });
  box.addEventListener("pointermove", (event) => {
    if (!from) return;
    const { clientX, clientY } = from.event;
    if (!isDragged && Math.hypot(event.clientX - clientX, event.clientY - clientY) < 5) return;
    if (!isDragged) box.setPointerCapture(event.pointerId);
    isDragged = true;
    box.classList.add("dragged");
    box.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  const release = () => {
    from = null;
    box.classList.remove("dragged");
    setTimeout(() => { isDragged = false; }); // after the click that this is, too
  };
  box.addEventListener("pointerup", release);
  box.addEventListener("pointercancel", release);
  box.addEventListener("click", (event) => {
    if (isDragged) event.preventDefault();
  }, { capture: true });
}

function printAll(chart) {
  let before;
  const print = (isPrinted) => {
    if (isPrinted === chart.isPrinted) return;
    const { level, box: { scrollLeft, scrollTop } } = chart;
    if (isPrinted) before = { level, scrollLeft, scrollTop };
    chart.isPrinted = isPrinted;
    chart.level = isPrinted ? 0 : before.level;
    chart.draw();
    if (!isPrinted) chart.box.scrollTo(before.scrollLeft, before.scrollTop);
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", (event) => print(event.matches));
}
