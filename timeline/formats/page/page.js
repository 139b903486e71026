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

/* Keeps what is chosen in the address, so that it can be passed on. */
function keep() {
  const parameters = new URLSearchParams();
  filters?.write(parameters);
  if (language() !== data.language) parameters.set("lang", language());
  const asked = parameters.size ? `?${parameters}` : "";
  if (asked === location.search) return;
  try {
    history.replaceState(null, "", `${location.pathname}${asked}${location.hash}`);
  } catch {
    // Some browsers refuse it to files; the page is none the worse for it.
  }
}

/* Shows the event that the address names, whatever the filters say. */
function follow() {
  const number = numbers.get(location.hash.slice(1));
  if (number === undefined) return;
  if (!filters.shown[number]) filters.clear();
  chart?.reveal(number);
  // Not before the parts of the list are there again that filters.clear has taken out.
  requestAnimationFrame(() => $(data.events[number][0]).scrollIntoView());
}

if (LANGUAGES.includes(given.get("lang"))) $(`_${given.get("lang")}`).checked = true;
for (const one of LANGUAGES)
  $(`_${one}`).addEventListener("change", () => {
    speak();
    keepSoon();
  });
for (const look of ["auto", "light", "dark"])
  $(`_${look}`).addEventListener("change", () => {
    document.documentElement.dataset.look = look;
  });
speak();
if (chart)
  moveBy(chart, { in: $("_in"), out: $("_out"), all: $("_all"), level: $("_level") });
filters?.read(given);
document.addEventListener("DOMContentLoaded", () => {
  filters?.take($("_list"));
  filters?.apply();
  follow();
});
addEventListener("hashchange", follow);
