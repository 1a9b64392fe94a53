// One patient of the queue as a row of its table. Everything is written as text, never as markup.
const NOTHING = "–";
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 190;
const HEIGHT = 40;
const END = 4; // the point of the last day reaches over the line's end

// The mark of a tone, in a square of 12: a reason is known without its colour, and from afar without its word.
const MARKS = {
  alarm: "M3 11V1h7l-2 2.5L10 6H4.5v5z",
  warn: "M6 1l5.5 10h-11z",
  amber: "M6 .5L11.5 6 6 11.5.5 6z",
  sand: "M1.5 1.5h9v9h-9z",
  grey: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
  pale: "M1 5h2.4v2H1zm3.8 0h2.4v2H4.8zm3.8 0H11v2H8.6z",
  blue: "M2.5 1.1L9 7.6V3h2v8H3V9h4.6L1.1 2.5z",
  green: "M4.5 11L.6 7.1l1.5-1.5 2.4 2.4L10 2.5 11.5 4z",
};

function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

function drawing(tag, attributes, ...content) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

function mark(tone) {
  return drawing("svg", { class: "mark", viewBox: "0 0 12 12", "aria-hidden": "true" }, drawing("path", { d: MARKS[tone] }));
}

function sparkline(row) {
  const svg = drawing("svg", { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMinYMid", role: "img", "aria-label": row.spark_words });
  const high = (level) => HEIGHT - 4 - (level / 10) * (HEIGHT - 8);
  const across = (index) => 2 + (index / Math.max(row.spark.length - 1, 1)) * (WIDTH - 4 - END);
  if (row.before !== null) {
    svg.append(drawing("line", { class: "before", x1: 0, x2: WIDTH, y1: high(row.before), y2: high(row.before) }));
  }
  let path = "";
  row.spark.forEach((level, index) => {
    if (level === null) return;
    const begins = index === 0 || row.spark[index - 1] === null;
    path += `${begins ? "M" : "L"}${across(index).toFixed(1)} ${high(level).toFixed(1)}`;
    if (begins) path += "h0.01"; // a day with a gap on both sides is seen as a point
  });
  if (path) svg.append(drawing("path", { class: `line ${row.tone}`, d: path }));
  const last = row.spark.length - 1;
  if (last >= 0 && row.spark[last] !== null) {
    svg.append(drawing("circle", { class: `end ${row.tone}`, cx: across(last), cy: high(row.spark[last]), r: 3 }));
  }
  return svg;
}

// What the eye reads, and after it what only a screen reader says.
function told(shown, words) {
  return [element("span", { "aria-hidden": "true" }, shown), element("span", { class: "unseen" }, words)];
}

// A dash is a sign for the eye only.
function known(text, otherwise, attributes = {}) {
  return text === NOTHING ? told(text, otherwise) : [element("span", attributes, text)];
}

function second(...content) {
  return element("span", { class: "second" }, ...content);
}

function cell(name, area, ...content) {
  return element("td", { role: "cell", "data-head": name, class: area }, ...content);
}

function patientCell(row, open) {
  const link = element("a", { href: row.link, class: "name" }, row.name);
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(row.id);
  };
  const made = element("th", { scope: "row", role: "rowheader", class: "patient" }, link);
  if (row.demo) made.append(" ", element("span", { class: "demo" }, "demo"));
  const about = row.about.flatMap((part, at) => [at ? " · " : "", element("span", { class: "part-of" }, part)]);
  made.append(second(...about));
  return made;
}

function reviewedCell(row, acknowledge) {
  const made = cell("Reviewed", "reviewed");
  if (row.red_flag) {
    made.append(element("span", {}, "Open to answer"));
  } else if (row.waiting.length) {
    const number = row.waiting.length > 1 ? `${row.waiting.length} ` : "";
    const button = element("button", { type: "button", class: "act", "aria-label": `Acknowledge ${number}${row.name}`.trim() }, `Acknowledge ${number}`.trim());
    button.onclick = () => acknowledge(row);
    made.append(button);
  }
  if (row.reviewed !== NOTHING) made.append(made.childNodes.length ? second(row.reviewed) : element("span", {}, row.reviewed));
  else if (!made.childNodes.length) made.append(...told(NOTHING, "nothing to answer"));
  return made;
}

// `actions` are `open`, with an id, and `acknowledge`, with a row.
function tableRow(row, actions) {
  const made = element(
    "tr",
    { role: "row", class: "entry" },
    patientCell(row, actions.open),
    cell("Why", "why", element("span", { class: `badge ${row.tone}` }, mark(row.tone), row.reason), second(row.age)),
    cell("Verdict", "verdict", row.verdict, ...(row.asks ? [second(row.asks)] : [])),
    cell("Last 90 days", "days", sparkline(row)),
    cell("Typical / before", "levels", ...told(row.levels, row.levels_words), second(...told(row.change, row.change_words))),
    cell("Logged", "logged", ...told(row.logged, row.logged_words), second(row.last_entry)),
    cell("Follow-up", "follow", ...known(row.follow_up, "no date", row.due ? { class: "due" } : {})),
    reviewedCell(row, actions.acknowledge),
  );
  made.dataset.id = row.id;
  return made;
}
