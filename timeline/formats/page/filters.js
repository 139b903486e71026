/* What of the list and the chart is shown: by network, kind, certainty and words. */

const SEAM = " \n"; // no search runs on over it
const UNSOUGHT = ["unsought", "vh"];

/* A text without case and accents, as the command line folds it: "Gründung" is "grundung". Accents of
   their own go first: to put thousands of them into order, normalizing would take very long. */
function fold(text) {
  const unmarked = (said) => said.replace(/\p{M}/gu, "");
  const bare = (said) => unmarked(unmarked(said).normalize("NFKD"));
  return bare(bare(text).toUpperCase().toLowerCase()).replaceAll("ς", "σ");
}

/* The texts in an element one by one: what is said in German and in English stands apart. Names of
   fields, numbers of notes and the titles of other events are none of them. Selectors would take
   four times as long over ten thousand entries. */
function textsIn(element, texts = []) {
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (child.nodeType === Node.TEXT_NODE) texts.push(child.data);
    else if (child.localName !== "sup" && !UNSOUGHT.includes(child.className)) {
      if (child.title) texts.push(child.title); // what the name of a network stands for
      textsIn(child, texts);
    }
  }
  return texts;
}

/* The words of a search; what stands in quotation marks stays together. */
function sought(text) {
  return [...text.matchAll(/"([^"]*)"?|\S+/g)]
    .map(([whole, quoted]) => fold(quoted ?? whole).trim().replace(/\s+/g, " "))
    .filter(Boolean);
}

/* A list of names closes when what lies beside it is wanted, or with Escape. */
function closeBy(list) {
  const close = () => list.removeAttribute("open");
  document.addEventListener("pointerdown", (event) => list.contains(event.target) || close());
  list.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !list.contains(event.relatedTarget)) close();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    list.querySelector("summary").focus();
  });
}

class Filters {
  constructor(data, changed) {
    Object.assign(this, {
      data, changed, entries: [], parts: [], years: [], texts: [], sources: new Map(),
    });
    this.shown = new Uint8Array(data.events.length).fill(1);
    this.search = $("_search");
    this.certain = $("_certain");
    this.boxes = Object.fromEntries(["network", "kind"].map(
      (field) => [field, [...document.querySelectorAll(`.filters input[name=${field}]`)]]));
    this.search.addEventListener("input", () => this.apply());
    for (const box of [...this.boxes.network, ...this.boxes.kind, this.certain])
      box?.addEventListener("change", () => this.apply());
    document.querySelectorAll(".choice").forEach(closeBy);
    $("_clear").addEventListener("click", () => {
      this.clear();
      this.search.focus();
    });
  }

  /* Takes the list as soon as it is there. */
  take(list) {
    this.entries = [...list.querySelectorAll("li.event")];
    let end = 0;
    this.parts = [...list.querySelectorAll(".part")].map((part) => {
      const first = end;
      end += part.childElementCount;
      return { part, first, end, count: end - first };
    });
    this.years = [...list.querySelectorAll(".year")].map(
      (year) => [year, [...year.querySelectorAll(".part")]]);
    this.readOn();
  }

  /* Reads the texts that are searched while nothing else is to be done. */
  readOn() {
    const read = (deadline) => {
      while (this.texts.length < this.entries.length && deadline.timeRemaining() > 4)
        this.text(this.texts.length);
      if (this.texts.length < this.entries.length) requestIdleCallback(read);
    };
    if ("requestIdleCallback" in window) requestIdleCallback(read);
  }

  /* The folded text of an entry, and of the sources that it cites. */
  text(number) {
    if (this.texts[number] === undefined) {
      const entry = this.entries[number];
      const cited = new Set([...entry.querySelectorAll("sup a")].map((note) => note.getAttribute("href")));
      const own = fold(textsIn(entry).join(SEAM));
      this.texts[number] = [own, ...[...cited].map((address) => this.source(address))].join(SEAM);
    }
    return this.texts[number];
  }

  /* The folded title, publisher and id of a source; its dates would answer for those of events. */
  source(address) {
    if (!this.sources.has(address)) {
      const parts = $(address.slice(1)).querySelectorAll(".publisher, cite, .id");
      this.sources.set(address, fold([...parts].map((part) => part.textContent).join(SEAM)));
    }
    return this.sources.get(address);
  }

  picked(field) {
    return new Set(this.boxes[field].filter((box) => box.checked).map((box) => Number(box.value)));
  }

  get isAny() {
    return Boolean(sought(this.search.value).length || this.certain?.checked ||
      this.picked("network").size || this.picked("kind").size);
  }

  apply() {
    const needles = sought(this.search.value);
    const networks = this.picked("network"), kinds = this.picked("kind");
    const isCertain = this.certain?.checked;
    this.data.events.forEach((event, n) => {
      this.shown[n] = Number(
        (!isCertain || event[1]) &&
        (!networks.size || event[2].some((network) => networks.has(network))) &&
        (!kinds.size || kinds.has(event[3])) &&
        (!needles.length || needles.every((needle) => this.text(n).includes(needle))));
    });
    this.parts.forEach((part) => this.applyTo(part));
    for (const [year, parts] of this.years)
      year.classList.toggle("none", parts.every((part) => part.classList.contains("none")));
    this.tell(networks, kinds);
    this.changed(this.laneShown({ network: networks, kind: kinds }));
  }

  applyTo(some) {
    const { part, first, end, count: before } = some;
    some.count = 0;
    for (let n = first; n < end; n++) some.count += this.shown[n];
    const { count } = some;
    part.classList.toggle("none", !count);
    if (!count) return;
    for (let n = first; n < end; n++)
      if (this.entries[n].hidden === Boolean(this.shown[n])) this.entries[n].hidden = !this.shown[n];
    // How high it is before it has been drawn.
    if (count === end - first) part.removeAttribute("style");
    else if (count !== before) part.style.setProperty("--n", count);
    if (count <= before) return;
    // A part that was in view with the one event it had would be laid out with all that it has now,
    // only to be out of view: let it be looked for anew.
    part.style.contentVisibility = "hidden";
    requestAnimationFrame(() => part.style.removeProperty("content-visibility"));
  }

  /* Of lanes by what is filtered by, those that were not chosen would tell only a part. */
  laneShown(picked) {
    const names = picked[this.data.lanesBy];
    return (filed) => !names?.size || names.has(filed);
  }

  tell(networks, kinds) {
    const count = this.shown.reduce((sum, shown) => sum + shown, 0);
    const all = this.shown.length;
    $("_count").replaceChildren(...(this.isAny ? LANGUAGES : []).map((language) => {
      const said = this.data.words[all === 1 ? "of_one" : "of_several"][language];
      const numbers = [count, all].map((number) => number.toLocaleString(language));
      const span = make("span", "l", said.replaceAll("{}", () => numbers.shift()));
      span.lang = language;
      return span;
    }));
    $("_none").hidden = count > 0;
    $("_clear").hidden = !this.isAny;
    for (const [field, names] of Object.entries({ network: networks, kind: kinds })) {
      const summary = this.boxes[field][0]?.closest("details").querySelector(".picked");
      if (summary) summary.textContent = names.size ? ` ${names.size}` : "";
    }
  }

  clear() {
    this.search.value = "";
    for (const box of [...this.boxes.network, ...this.boxes.kind, this.certain])
      if (box) box.checked = false;
    this.apply();
  }

  /* What is chosen, in an address, and back. */
  write(parameters) {
    if (this.search.value.trim()) parameters.set("q", this.search.value.trim());
    for (const field of ["network", "kind"])
      for (const number of this.picked(field))
        parameters.append(field, this.data.names[field][number]);
    if (this.certain?.checked) parameters.set("certain", "1");
  }

  read(parameters) {
    this.search.value = parameters.get("q") ?? "";
    for (const field of ["network", "kind"]) {
      const names = new Set(parameters.getAll(field));
      for (const box of this.boxes[field])
        box.checked = names.has(this.data.names[field][Number(box.value)]);
    }
    if (this.certain) this.certain.checked = parameters.has("certain");
  }
}
