/* Draws what Python laid out (chart_data.py). Zoom stretches places and leaves labels as they are,
   so nothing ever collides; only what is near the part in view is drawn. */

const PAD = 16; // pixels left and right of the axis, as in page.css
const AXIS = 30;
const HEADING = 36;
const LINE = 20; // a line of a label
const ROW = 24;
const SEEN = 4; // pixels that every piece of a bar has at least
const NEAR = 200; // pixels beyond the part in view that are drawn

function make(tag, look, text = "") {
  const element = document.createElement(tag);
  element.className = look;
  element.textContent = text;
  return element;
}

/* The pieces of a bar, those together that touch each other. */
function islands(pieces) {
  const found = [];
  for (let n = 0; n < pieces.length; n += 3) {
    const [first, last, shade] = pieces.slice(n, n + 3);
    const before = found.at(-1)?.at(-1);
    if (before && before.last + 1 === first) found.at(-1).push({ first, last, shade });
    else found.push([{ first, last, shade }]);
  }
  return found;
}

class Chart {
  constructor(data, box, canvas, language) {
    Object.assign(this, {
      data, box, canvas, level: 0, language, target: -1, isPrinted: false, zoomed: () => {},
    });
    this.unfitted = [];
    this.items = data.events.map((event) => event[4] && this.read(event[4]));
    this.axis = canvas.appendChild(make("div", "axis"));
    this.grid = canvas.appendChild(make("div", "grid"));
    this.lanes = data.lanes.map(([names, said, filed, rows], number) => ({
      names, said, filed, rows: rows.map((events) => ({ events, shown: events })),
      look: `lane c${number % data.colours}`,
    }));
    this.look();
    this.arrange(() => true, () => true);
    this.draw();
  }

  /* Takes the size and place of the part in view. They are kept, because to ask a browser for them
     after every change makes it lay out the page again and again. */
  look() {
    const { clientWidth, clientHeight, scrollTop } = this.box;
    this.view = { width: clientWidth, height: clientHeight, top: scrollTop };
  }

  read([pieces, left, right, side, width, labels, status]) {
    const above = side === "above" ? Math.max(...labels.map((lines) => lines.length)) : 0;
    return { islands: islands(pieces), left, right, side, width, labels, status, above };
  }

  get deepest() {
    return this.data.ticks.de.length - 1;
  }

  /* Shows the events and lanes that pass, closes up rows and lanes that have nothing to show. */
  show(isShown, isLaneShown) {
    this.arrange(isShown, isLaneShown);
    // Where the browser will scroll to when there is less.
    this.view.top = Math.max(Math.min(this.view.top, this.height + AXIS - this.view.height), 0);
    this.drawLanes();
    // Not before the browser has laid it out: to ask it earlier would make it do so twice.
    requestAnimationFrame(() => requestAnimationFrame(() => this.bring()));
  }

  arrange(isShown, isLaneShown) {
    let y = 0;
    for (const lane of this.lanes) {
      lane.top = y;
      lane.isShown = false;
      if (!isLaneShown(lane.filed)) continue;
      let inner = lane.names[0] ? HEADING : ROW / 2;
      for (const row of lane.rows) {
        row.shown = row.events.filter(isShown);
        row.top = inner;
        row.above = row.shown.reduce((most, n) => Math.max(most, this.items[n].above), 0);
        row.height = row.shown.length ? row.above * LINE + ROW : 0;
        inner += row.height;
        lane.isShown ||= row.shown.length > 0;
      }
      lane.height = inner;
      if (lane.isShown) y += inner;
    }
    this.height = y;
  }

  /* Doubles or halves the length of the axis, as often as it takes. */
  zoom(level, pixel = this.view.width / 2) {
    const wanted = Math.max(0, Math.min(level, this.deepest));
    if (wanted === this.level) return;
    this.level = wanted;
    this.stretch(pixel);
    this.zoomed();
  }

  /* Fits the axis to the size that the box now has. */
  resize() {
    const { width } = this.view;
    this.look();
    if (this.view.width === width) this.drawNear();
    else this.stretch(width / 2);
  }

  /* Draws all of it in the length that it now has; the day at a pixel of the box stays there. */
  stretch(pixel) {
    const place = (this.box.scrollLeft + pixel - PAD) / this.width;
    this.draw();
    this.box.scrollLeft = place * this.width + PAD - pixel;
  }

  say(language) {
    this.language = language;
    this.draw();
  }

  draw() {
    const room = this.isPrinted ? 0 : this.view.width - 2 * PAD;
    this.width = Math.round(Math.max(this.data.cells, room)) * 2 ** this.level;
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.setProperty("--view", `${this.view.width}px`);
    this.drawAxis();
    this.drawLanes();
  }

  drawLanes() {
    this.canvas.style.height = `${this.height + AXIS}px`;
    for (const lane of this.lanes) {
      lane.element?.remove();
      lane.element = null;
      for (const row of lane.rows) row.element = null;
    }
    this.drawNear();
  }

  drawAxis() {
    const [cells, labels] = this.data.ticks[LANGUAGES[this.language]][this.level];
    const stretch = this.width / (this.data.cells * 2 ** this.level);
    const marks = [], lines = [];
    cells.forEach((cell, n) => {
      const line = make("i", "");
      const mark = make("span", "", labels[n]);
      mark.style.left = line.style.left = `${cell * stretch}px`;
      marks.push(mark);
      lines.push(line);
    });
    if (this.data.today !== null) {
      const line = make("i", "today");
      line.style.left = `${this.x(this.data.today)}px`;
      lines.push(line);
    }
    this.axis.replaceChildren(...marks);
    this.grid.replaceChildren(...lines);
  }

  /* Draws what has come near, and takes away what has gone. */
  drawNear() {
    const top = this.isPrinted ? 0 : this.view.top - AXIS - NEAR;
    const end = this.isPrinted ? Infinity : this.view.top + this.view.height + NEAR;
    for (const lane of this.lanes) {
      if (!lane.isShown || lane.top > end || lane.top + lane.height < top) {
        lane.element?.remove();
        lane.element = null;
        continue;
      }
      const isNew = !lane.element;
      if (isNew) this.drawLane(lane);
      for (const row of lane.rows) {
        const y = lane.top + row.top;
        const isNear = row.height && y <= end && y + row.height >= top;
        if (row.element && !isNear) row.element.remove();
        if (!isNear) row.element = null;
        else if (isNew || !row.element) lane.element.append(this.drawRow(row));
      }
    }
    if (this.isPrinted) this.fit();
    else if (this.unfitted.length) requestAnimationFrame(() => this.fit());
  }

  drawLane(lane) {
    lane.element = make("div", lane.look);
    lane.element.style.top = `${lane.top + AXIS}px`;
    lane.element.style.height = `${lane.height}px`;
    if (lane.names[0]) {
      const heading = make("div", "heading");
      heading.append(make("b", "", lane.names[this.language]), " ", lane.said[this.language]);
      lane.element.append(heading);
    }
    this.canvas.append(lane.element);
  }

  drawRow(row) {
    row.element = make("div", "row");
    row.element.style.top = `${row.top}px`;
    row.element.style.height = `${row.height}px`;
    for (const number of row.shown) row.element.append(this.drawItem(number, row));
    return row.element;
  }

  drawItem(number, row) {
    const item = this.items[number];
    const link = make("a", `item ${item.status}${number === this.target ? " here" : ""}`);
    link.href = `#${this.data.events[number][0]}`;
    link.tabIndex = -1;
    link.draggable = false;
    const middle = row.above * LINE + ROW / 2;
    let [first, last] = [Infinity, 0];
    item.islands.forEach((pieces, n) => {
      const left = n === 0 ? item.left : "";
      const right = n === item.islands.length - 1 ? item.right : "";
      const [from, to] = this.drawIsland(link, pieces, left, right, middle);
      [first, last] = [Math.min(first, from), Math.max(last, to)];
    });
    const label = make("span", `label ${item.side}`);
    const lines = item.labels[this.language];
    link.title = lines.flat().join(" ").trim(); // for a bar whose label is out of view
    for (const [date, title] of lines) {
      const line = label.appendChild(make("span", "line"));
      line.append(make("b", "", date), " ", make("bdi", "", title));
    }
    const { gap } = this.data;
    if (item.side === "left") label.style.right = `${this.width - first + gap}px`;
    else if (item.side === "right") label.style.left = `${last + gap}px`;
    else label.style.left = `${Math.max(Math.min(first, this.width - item.width), 0)}px`;
    label.style.top = `${item.above ? (row.above - item.above) * LINE + 4 : middle - LINE / 2}px`;
    this.unfitted.push([label, item.width]);
    link.append(label);
    return link;
  }

  /* Draws pieces that touch each other, at least so wide that they are seen; returns its edges. */
  drawIsland(link, pieces, left, right, middle) {
    const { least } = this.data;
    let [from, to] = [this.x(pieces[0].first), this.x(pieces.at(-1).last + 1)];
    const isShort = to - from < least;
    if (isShort) {
      from = Math.max(0, Math.min((from + to - least) / 2, this.width - least));
      to = from + least;
    }
    if (isShort && !left && !right) {
      const shade = Math.max(...pieces.map((piece) => piece.shade));
      this.put(link, `mark ${SHADES[shade]}`, from, to, middle);
      return [from, to];
    }
    const inner = [from + (left ? least : 0), to - (right ? least : 0)];
    const parts = pieces.map((piece, n) => {
      const start = n === 0 ? inner[0] : this.x(piece.first);
      const end = n === pieces.length - 1 ? inner[1] : this.x(piece.last + 1);
      const missing = Math.max(SEEN - (end - start), 0) / 2;
      return [piece.shade, Math.max(start - missing, inner[0]), Math.min(end + missing, inner[1])];
    });
    // What is sure comes last: nothing covers it.
    for (const [shade, start, end] of parts.sort(([one], [other]) => one - other))
      if (end > start) this.put(link, `piece ${SHADES[shade]}`, start, end, middle);
    if (left) this.put(link, `end ${left} back`, from, from + least, middle);
    if (right) this.put(link, `end ${right}`, to - least, to, middle);
    if (link.classList.contains("cancelled")) this.put(link, "strike", from - 3, to + 3, middle);
    return [from, to];
  }

  put(parent, look, from, to, middle) {
    const element = parent.appendChild(make("i", look));
    element.style.left = `${from}px`;
    element.style.width = `${to - from}px`;
    element.style.top = `${middle}px`;
  }

  /* A font that is wider than any Python knew is made as narrow as was reckoned with. */
  fit() {
    const labels = this.unfitted.splice(0);
    const widths = labels.map(([label]) => label.offsetWidth + 1); // it is told in whole pixels
    labels.forEach(([label, most], n) => {
      if (widths[n] > most) label.style.transform = `scaleX(${most / widths[n]})`;
    });
  }

  x(cell) {
    return (cell * this.width) / this.data.fine;
  }

  /* Marks an event and brings it into view. */
  reveal(number) {
    this.target = number;
    this.goTo(number);
    this.draw();
  }

  /* Moves the part in view to an event, within the box alone. */
  goTo(number) {
    for (const lane of this.lanes) {
      const row = lane.isShown && lane.rows.find(({ shown }) => shown.includes(number));
      if (!row) continue;
      const { islands: [[{ first }]] } = this.items[number];
      this.box.scrollTop = lane.top + row.top - (this.view.height - AXIS) / 2;
      this.box.scrollLeft = this.x(first) + PAD - this.view.width / 2;
      this.look();
      break;
    }
  }

  /* Where nothing that is shown is in view, goes to where all of it is, or else to the first. */
  bring() {
    this.look();
    if (this.isPrinted || this.isAnySeen()) return;
    const shown = this.shownRows().flatMap(([, { shown }]) => shown);
    if (!shown.length) return;
    let [first, end] = [Infinity, 0];
    for (const { islands } of shown.map((number) => this.items[number])) {
      first = Math.min(first, islands[0][0].first);
      end = Math.max(end, islands.at(-1).at(-1).last + 1);
    }
    const most = this.view.width - 2 * PAD; // of pixels that all of it may take
    let level = this.level;
    while (level && (this.x(end) - this.x(first)) / 2 ** (this.level - level) > most) level--;
    this.zoom(level);
    this.box.scrollLeft = this.x((first + end) / 2) + PAD - this.view.width / 2;
    this.look();
    if (!this.isAnySeen()) this.goTo(shown[0]);
  }

  /* Whether the bar of any event that is shown lies in the part in view. */
  isAnySeen() {
    const { top, height, width } = this.view;
    const left = this.box.scrollLeft - PAD;
    return this.shownRows().some(([lane, row]) => {
      const middle = lane.top + row.top + row.above * LINE + ROW / 2;
      const edge = top + (lane.names[0] ? HEADING : 0); // a heading stays in view, above the rows
      return middle > edge && middle < top + height - AXIS &&
        row.shown.some((number) => this.items[number].islands.some((pieces) =>
          this.x(pieces.at(-1).last + 1) > left && this.x(pieces[0].first) < left + width));
    });
  }

  shownRows() {
    return this.lanes.filter(({ isShown }) => isShown).flatMap(
      (lane) => lane.rows.filter(({ height }) => height).map((row) => [lane, row]));
  }
}
