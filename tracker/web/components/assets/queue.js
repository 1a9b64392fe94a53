// The queue: filters, a search by name, and one table row a patient. Everything is written as text, never as markup.
const HEADS = ["Patient", "Why", "Verdict", "Last 90 days", "Typical / before", "Logged", "Follow-up", "Reviewed"];
const KEPT = "mendline-queue-reasons"; // reasons only: a name searched for is not kept in the browser
const NOTHING = "–";
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 190;
const HEIGHT = 40;

function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

function drawing(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function sparkline(row) {
  const svg = drawing("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": row.spark_words });
  const high = (level) => HEIGHT - 2 - (level / 10) * (HEIGHT - 4);
  if (row.before !== null) {
    svg.append(drawing("line", { class: "before", x1: 0, x2: WIDTH, y1: high(row.before), y2: high(row.before) }));
  }
  const across = (index) => 2 + (index / Math.max(row.spark.length - 1, 1)) * (WIDTH - 4);
  let path = "";
  row.spark.forEach((level, index) => {
    if (level === null) return;
    const begins = index === 0 || row.spark[index - 1] === null;
    path += `${begins ? "M" : "L"}${across(index).toFixed(1)} ${high(level).toFixed(1)}`;
    if (begins) path += "h0.01"; // a day with a gap on both sides is seen as a point
  });
  if (path) svg.append(drawing("path", { class: `line ${row.tone}`, d: path }));
  return svg;
}

function patientCell(row, open) {
  const link = element("a", { href: row.link, class: "name" }, row.name);
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(row.id);
  };
  const cell = element("th", { scope: "row", role: "rowheader", class: "patient" }, link);
  if (row.demo) cell.append(" ", element("span", { class: "demo" }, "demo"));
  cell.append(element("span", { class: "about" }, row.about));
  return cell;
}

function cell(name, ...content) {
  return element("td", { role: "cell", "data-head": name }, ...content);
}

// What the eye reads, and after it what only a screen reader says.
function told(shown, words) {
  return [element("span", { "aria-hidden": "true" }, shown), element("span", { class: "unseen" }, words)];
}

// A dash is a sign for the eye only.
function known(text, otherwise, attributes = {}) {
  return text === NOTHING ? told(text, otherwise) : [element("span", attributes, text)];
}

function tableRow(row, open) {
  return element(
    "tr",
    { role: "row" },
    patientCell(row, open),
    cell("Why", element("span", { class: `badge ${row.tone}` }, row.reason)),
    cell("Verdict", row.verdict),
    cell("Last 90 days", sparkline(row)),
    cell("Typical / before", ...told(row.levels, row.levels_words)),
    element("td", { role: "cell", "data-head": "Logged", title: row.logged_words }, ...told(row.logged, row.logged_words)),
    cell("Follow-up", ...known(row.follow_up, "no date", row.due ? { class: "due" } : {})),
    cell("Reviewed", ...known(row.reviewed, "not reviewed")),
  );
}

function table(state) {
  const head = element("tr", { role: "row" }, ...HEADS.map((name) => element("th", { scope: "col", role: "columnheader" }, name)));
  state.body = element("tbody", { role: "rowgroup" });
  return element(
    "table",
    { role: "table" },
    element("caption", { class: "unseen" }, "Patients, worst first"),
    element("thead", { role: "rowgroup" }, head),
    state.body,
  );
}

function chip(state, { reason, tone, count }) {
  const button = element("button", { type: "button", class: `chip ${tone}` }, `${reason} `, element("strong", {}, String(count)));
  button.onclick = () => {
    if (!state.reasons.delete(reason)) state.reasons.add(reason);
    sessionStorage.setItem(KEPT, JSON.stringify([...state.reasons]));
    fill(state);
  };
  button.dataset.reason = reason;
  return button;
}

function search(state) {
  const input = element("input", { type: "search", placeholder: "Find a patient", "aria-label": "Find a patient by name" });
  input.value = state.words;
  input.oninput = () => {
    state.words = input.value;
    fill(state);
  };
  return input;
}

function fill(state) {
  const known = new Set(state.data.chips.map((each) => each.reason));
  const chosen = new Set([...state.reasons].filter((reason) => known.has(reason)));
  for (const button of state.chips) button.setAttribute("aria-pressed", String(chosen.has(button.dataset.reason)));
  const words = state.words.trim().toLocaleLowerCase();
  const rows = state.data.rows.filter(
    (row) => (!chosen.size || chosen.has(row.reason)) && row.name.toLocaleLowerCase().includes(words),
  );
  state.body.replaceChildren(...rows.map((row) => tableRow(row, (id) => state.setTriggerValue("opened", id))));
  state.none.hidden = rows.length > 0;
  const all = state.data.rows.length;
  state.count.textContent = rows.length === all ? `${all} patients` : `${rows.length} of ${all} patients`;
}

function kept() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  } catch {
    return new Set(); // something else wrote there: no filter
  }
}

function build(root, state) {
  state.chips = state.data.chips.map((each) => chip(state, each));
  state.count = element("p", { class: "count unseen", "aria-live": "polite" });
  state.none = element("p", { class: "none" }, "No patient fits. Take a filter off or change the name.");
  const filters = element("div", { class: "filters", role: "group", "aria-label": "Show only" }, ...state.chips);
  const top = element("div", { class: "top" }, filters, search(state));
  root.replaceChildren(top, state.count, table(state), state.none);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".queue");
  const state = (root.state ??= { reasons: kept(), words: "" });
  const changed = JSON.stringify(state.data) !== JSON.stringify(data);
  Object.assign(state, { data, setTriggerValue });
  if (!changed) return;
  build(root, state);
  fill(state);
}
