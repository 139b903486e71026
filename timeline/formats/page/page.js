/* Puts the page together: language, filters, chart and address. */

const $ = (id) => document.getElementById(id);
const LANGUAGES = ["de", "en"];
const SHADES = ["disputed", "possible", "certain"];

const data = JSON.parse($("_data").textContent);
const numbers = new Map(data.events.map(([id], number) => [id, number]));
const given = new URLSearchParams(location.search);

const chart = $("_canvas") &&
  new Chart(data, $("_scroll"), $("_canvas"), LANGUAGES.indexOf(language()));
const filters = $("_search") && new Filters(data, (isLaneShown) => {
  chart?.show((number) => filters.shown[number], isLaneShown);
  keepSoon();
});

function language() {
  return $("_en").checked ? "en" : "de";
}

function speak() {
  if (document.documentElement.lang === language()) return;
  document.documentElement.lang = language();
  document.title = data.titles[language()];
  chart?.say(LANGUAGES.indexOf(language()));
}

/* Not at every key: browsers stop those who change the address too often. */
let waiting;
function keepSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
}

/* The part of the address behind its sign, unless it names an event that is filtered out. */
function hash() {
  const number = numbers.get(location.hash.slice(1));
  return number === undefined || filters.shown[number] ? location.hash : "";
}

/* Keeps what is chosen in the address, so that it can be passed on. */
function keep() {
  clearTimeout(waiting);
  const parameters = new URLSearchParams();
  filters?.write(parameters);
  if (language() !== data.language) parameters.set("lang", language());
  const asked = parameters.size ? `?${parameters}` : "";
  if (asked === location.search && hash() === location.hash) return;
  try {
    history.replaceState(null, "", `${location.pathname}${asked}${hash()}`);
  } catch {
    // Some browsers refuse it to files; the page is none the worse for it.
  }
}

/* Shows the event that the address names, whatever the filters say. */
function follow() {
  const number = numbers.get(location.hash.slice(1)) ?? -1;
  if (number >= 0 && !filters.shown[number]) filters.clear();
  chart?.reveal(number);
  if (number < 0) return;
  // Not before the parts of the list are there again that filters.clear has taken out.
  requestAnimationFrame(() => $(data.events[number][0]).scrollIntoView());
}

/* On paper, of what was chosen, only the sources that it cites. */
function cite(isPrinted) {
  const isPart = isPrinted && filters?.isAny;
  const cited = new Set(!isPart ? [] : filters.entries.flatMap((entry, number) =>
    filters.shown[number] ? [...entry.querySelectorAll('a[href^="#_s"]')].map(({ hash }) => hash) : []));
  for (const source of document.querySelectorAll(".sources li"))
    source.hidden = Boolean(isPart) && !cited.has(`#${source.id}`);
}

/* Takes language and filters from the address, as it was passed on or is gone back to. */
function take(asked) {
  $(`_${LANGUAGES.includes(asked.get("lang")) ? asked.get("lang") : data.language}`).checked = true;
  speak();
  filters?.read(asked);
}

/* A link makes another address: what is chosen is kept in the one that is left. */
addEventListener("click", (event) => {
  if (event.target.closest?.('a[href^="#"]')) keep();
}, true);

for (const one of LANGUAGES)
  $(`_${one}`).addEventListener("change", () => {
    speak();
    keepSoon();
  });
for (const look of ["auto", "light", "dark"])
  $(`_${look}`).addEventListener("change", () => {
    document.documentElement.dataset.look = look;
  });
if (given.has("lang")) take(given);
speak();
if (chart)
  moveBy(chart, { in: $("_in"), out: $("_out"), all: $("_all"), level: $("_level") });
filters?.read(given);
document.addEventListener("DOMContentLoaded", () => {
  filters?.take($("_list"));
  filters?.apply();
  follow();
});
addEventListener("beforeprint", () => cite(true));
addEventListener("afterprint", () => cite(false));
addEventListener("hashchange", follow);
addEventListener("popstate", () => {
  const asked = new URLSearchParams(location.search);
  const now = new URLSearchParams();
  filters?.write(now);
  if (language() !== data.language) now.set("lang", language());
  if (asked.toString() === now.toString()) return;
  take(asked);
  filters?.apply();
  follow(); // there is no change of the hash where the rest of the address changes, too
});
