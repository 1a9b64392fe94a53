// The queue: filters, a search, the rows that are near the window, and what the keys do. Behind queue_row.js, typing.js.
const HEADS = ["Patient", "Why", "Verdict", "Last 90 days", "Typical / before", "Logged", "Follow-up", "Reviewed"];
const KEPT = "mendline-queue"; // filters only: a name searched for is not kept in the browser
const SAID_MS = 12_000;
const COMES = [["", "any day"], ["t", "today"], ["w", "this week"], ["o", "overdue"]];
const KEYS = [
  ["j or \u2193", "next patient"],
  ["k or \u2191", "patient before"],
  ["Enter", "open the patient"],
  ["a", "acknowledge what waits of the patient"],
  ["u", "undo the last acknowledgement"],
  ["/", "find a patient"],
  ["n, p", "on a patient's page: next, previous"],
  ["?", "these keys"],
];
// Letters that are not made of a plain one and an accent.
const PLAIN = { "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe" };

function folded(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[łøđıßæœ]/g, (letter) => PLAIN[letter]);
}

function button(words, onclick, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, words);
  made.onclick = onclick;
  return made;
}

// What of the queue is shown: every filter but the reasons, which are counted by what the others leave.
function fits(state, at) {
  const { short } = state.data;
  const { standing, comes, choices } = state.filter;
  if (standing !== null && short.standings[at] !== standing) return false;
  if (comes && !short.comes[at].includes(comes)) return false;
  if (short.choices.some((each) => choices[each.title] && !each.of_row[at].some((place) => each.values[place] === choices[each.title]))) return false;
  return state.sought.every((word) => state.haystack[at].includes(word));
}

function filterAnew(state) {
  const { short, chips } = state.data;
  const words = folded(state.words).trim();
  state.sought = words ? words.split(/\s+/) : [];
  const left = short.ids.map((_, at) => at).filter((at) => fits(state, at));
  const counts = new Map();
  for (const at of left) counts.set(short.reasons[at], (counts.get(short.reasons[at]) ?? 0) + 1);
  const chosen = new Set(chips.map((each) => each.word).filter((word) => state.filter.reasons.includes(word)));
  const wanted = new Set(chips.filter((each) => chosen.has(each.word)).map((each) => each.reason));
  state.shown = wanted.size ? left.filter((at) => wanted.has(short.reasons[at])) : left;
  for (const chip of state.chips) {
    const count = counts.get(Number(chip.dataset.reason)) ?? 0;
    chip.querySelector("strong").textContent = String(count);
    chip.classList.toggle("none-left", count === 0);
    chip.setAttribute("aria-pressed", String(chosen.has(chip.dataset.word)));
  }
  for (const each of state.views) each.setAttribute("aria-pressed", String(each.dataset.standing === String(state.filter.standing ?? "")));
  state.drawn = 0;
  state.body.replaceChildren();
  const all = short.ids.length;
  state.count.textContent = state.shown.length === all ? `${all} patients` : `${state.shown.length} of ${all} patients`;
  state.none.hidden = state.shown.length > 0;
  state.none.textContent = nobodyWords(state);
  drawMore(state);
}

function nobodyWords(state) {
  const { standing, comes, reasons, choices } = state.filter;
  const only = standing === 0 && !comes && !reasons.length && !Object.keys(choices).length && !state.words;
  if (only) return "Nobody waits for an answer. Everyone shows the whole panel.";
  return "No patient fits. Take a filter off or change what you look for.";
}

function heading(state, standing) {
  const many = state.shown.filter((at) => state.data.short.standings[at] === standing).length;
  const head = element("th", { scope: "rowgroup", role: "rowheader", colspan: HEADS.length }, `${state.data.standings[standing]} `, element("strong", {}, String(many)));
  return element("tr", { role: "row", class: "part" }, head);
}

// Draws the next rows of those shown; what the browser does not have yet is asked for first.
async function drawMore(state, focus = false) {
  const round = state.round = (state.round ?? 0) + 1;
  const { short, at_a_time } = state.data;
  const next = state.shown.slice(state.drawn, state.drawn + at_a_time);
  const missing = next.map((at) => short.ids[at]).filter((id) => !state.rows.has(id));
  if (missing.length) {
    say(state.more, "Loading\u2026");
    const found = await fetchRows(state, missing);
    if (round !== state.round) return; // another filter was chosen meanwhile
    if (found === null) {
      say(state.more, "The rows could not be loaded. Try again");
      return;
    }
  }
  const made = [];
  for (const at of next) {
    const standing = short.standings[at];
    const before = state.shown[state.drawn + made.filter((each) => each.dataset.id).length - 1];
    const row = state.rows.get(short.ids[at]);
    if (before === undefined || short.standings[before] !== standing) made.push(heading(state, standing));
    made.push(row ? tableRow(row, state.actions) : gone(short, at));
  }
  state.drawn += next.length;
  state.body.append(...made);
  if (state.focus) made.find((each) => each.dataset.id === state.focus)?.querySelector("a")?.focus();
  state.focus = null;
  const rest = state.shown.length - state.drawn;
  say(state.more, rest > 0 ? `Show ${Math.min(rest, at_a_time)} more of ${rest}` : "");
  if (focus) made.find((each) => each.dataset.id)?.querySelector("a")?.focus();
}

// Who left the care team since the page was loaded.
function gone(short, at) {
  const made = element("tr", { role: "row", class: "entry" }, element("th", { scope: "row", role: "rowheader", class: "patient" }, "No longer in your care teams"));
  made.dataset.id = short.ids[at];
  return made;
}

function say(more, words) {
  more.textContent = words;
  more.hidden = !words;
}

async function fetchRows(state, ids) {
  try {
    const answer = await fetch(state.data.address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(ids) });
    if (!answer.ok) return null;
    for (const row of await answer.json()) state.rows.set(row.id, row);
    return ids;
  } catch {
    return null;
  }
}

function keepFilter(state) {
  sessionStorage.setItem(KEPT, JSON.stringify(state.filter));
  filterAnew(state);
}

function keptFilter() {
  const none = { standing: null, comes: "", reasons: [], choices: {} };
  try {
    const kept = { ...none, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
    return Array.isArray(kept.reasons) && typeof kept.choices === "object" && typeof kept.comes === "string" ? kept : none;
  } catch {
    return none; // something else wrote there: no filter
  }
}

function chip(state, { reason, word, tone }) {
  const made = button("", () => {
    const { reasons } = state.filter;
    state.filter.reasons = reasons.includes(word) ? reasons.filter((each) => each !== word) : [...reasons, word];
    keepFilter(state);
  });
  made.className = `chip ${tone}`;
  Object.assign(made.dataset, { reason, word });
  made.append(mark(tone), `${word} `, element("strong"));
  return made;
}

function view(state, standing, words, count) {
  const made = button("", () => {
    state.filter.standing = standing;
    keepFilter(state);
  }, { class: "view" });
  made.dataset.standing = standing ?? "";
  made.append(`${words} `, element("strong", {}, String(count)));
  return made;
}

function views(state) {
  const { standings, short } = state.data;
  const count = (standing) => short.standings.filter((each) => each === standing).length;
  return [view(state, null, "Everyone", short.ids.length), ...[0, 1].map((each) => view(state, each, standings[each], count(each)))];
}

function select(title, options, value, choose) {
  const made = element("select", {}, ...options.map(([each, words]) => element("option", { value: each }, words)));
  made.value = options.some(([each]) => each === value) ? value : "";
  made.onchange = () => choose(made.value);
  return element("label", { class: "choice" }, element("span", {}, title), made);
}

function selects(state) {
  const { short } = state.data;
  const coming = COMES.map(([key, words]) => [key, key ? `${words} (${short.comes.filter((each) => each.includes(key)).length})` : words]);
  const follow = select("Follow-up", coming, state.filter.comes, (value) => {
    state.filter.comes = value;
    keepFilter(state);
  });
  const offered = new Set(short.choices.map((each) => each.title));
  for (const title of Object.keys(state.filter.choices)) if (!offered.has(title)) delete state.filter.choices[title];
  const others = short.choices.map(({ title, values }) => {
    if (!values.includes(state.filter.choices[title])) delete state.filter.choices[title];
    const options = [["", "any"], ...values.map((each) => [each, each])];
    return select(title, options, state.filter.choices[title] ?? "", (value) => {
      if (value) state.filter.choices[title] = value;
      else delete state.filter.choices[title];
      keepFilter(state);
    });
  });
  return [follow, ...others];
}

function search(state) {
  const input = element("input", { type: "search", placeholder: "Find a patient", "aria-label": "Find a patient by name or id", "aria-keyshortcuts": "/" });
  input.value = state.words;
  input.oninput = () => {
    state.words = input.value;
    filterAnew(state);
  };
  input.onkeydown = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    state.body.querySelector(".name")?.focus();
  };
  return input;
}

function keysDialog() {
  const list = element("dl", {}, ...KEYS.flatMap(([key, words]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, words)]));
  const use = element("input", { type: "checkbox" });
  use.checked = keysOn();
  use.onchange = () => {
    if (use.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  };
  const close = element("button", { type: "submit" }, "Close");
  const form = element("form", { method: "dialog" }, close);
  return element("dialog", { "aria-label": "Keys" }, element("h2", {}, "Keys"), list, element("label", {}, use, " Use these keys on this device"), form);
}

function table(state) {
  const head = element("tr", { role: "row" }, ...HEADS.map((name) => element("th", { scope: "col", role: "columnheader" }, name)));
  state.body = element("tbody", { role: "rowgroup" });
  return element(
    "table",
    { role: "table" },
    element("caption", { class: "unseen" }, "Patients, what waits first, worst first"),
    element("thead", { role: "rowgroup" }, head),
    state.body,
  );
}

// A word on what was done, with the way back; it goes by itself, and at once where the next is said.
function toast(state, words, undoable = false) {
  clearTimeout(state.timer);
  const parts = [element("span", {}, words)];
  if (undoable) parts.push(button("Undo", () => undo(state), { "aria-keyshortcuts": "u" }));
  state.undoable = undoable;
  state.toast.replaceChildren(...parts);
  state.toast.hidden = false;
  state.timer = setTimeout(() => {
    state.toast.hidden = true;
    state.undoable = false;
  }, SAID_MS);
}

function undo(state) {
  if (!state.undoable) return;
  state.undoable = false;
  state.next = state.answered;
  state.setTriggerValue("undone", true);
}

function rowNow(state) {
  return state.body.querySelector(".entry:focus-within");
}

function entryBeside(row, by) {
  let found = row;
  do found = by > 0 ? found.nextElementSibling : found.previousElementSibling;
  while (found && !found.classList.contains("entry"));
  return found;
}

function go(state, by) {
  const now = rowNow(state);
  const next = now ? entryBeside(now, by) : state.body.querySelector(".entry");
  if (next) {
    next.querySelector("a")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  } else if (by > 0 && state.drawn < state.shown.length) {
    drawMore(state, true);
  }
}

function acknowledge(state, row) {
  if (row.red_flag) {
    toast(state, `${row.name} ticked a warning sign: open the record and read it before anything is acknowledged.`);
  } else if (!row.waiting.length) {
    toast(state, `Nothing of ${row.name} waits for an answer.`);
  } else {
    const drawn = [...state.body.querySelectorAll(".entry")].map((each) => each.dataset.id);
    const at = drawn.indexOf(row.id);
    state.next = drawn[at + 1] ?? drawn[at - 1];
    state.answered = row.id;
    state.setTriggerValue("acknowledged", { id: row.id, flags: row.waiting });
  }
}

function pressed(state, event) {
  if (event.key === "?" && !typed(event)) {
    state.keys.showModal();
    return;
  }
  if (typed(event) || !keysOn()) return;
  const row = rowNow(state);
  const commands = {
    j: () => go(state, 1),
    k: () => go(state, -1),
    ArrowDown: row && (() => go(state, 1)),
    ArrowUp: row && (() => go(state, -1)),
    a: row && (() => acknowledge(state, state.rows.get(row.dataset.id))),
    u: () => undo(state),
    "/": () => state.search.focus(),
  };
  const command = Object.hasOwn(commands, event.key) ? commands[event.key] : null;
  if (!command) return;
  event.preventDefault();
  command();
}

function build(root, state) {
  const { short } = state.data;
  state.haystack = short.ids.map((id, at) => folded(`${short.names[at]} ${id}`));
  state.rows = new Map(state.data.rows.map((row) => [row.id, row]));
  state.chips = state.data.chips.map((each) => chip(state, each));
  state.views = views(state);
  state.search = search(state);
  state.count = element("p", { class: "count unseen", "aria-live": "polite" });
  state.none = element("p", { class: "none" });
  state.more = button("", () => drawMore(state, true), { class: "more" });
  state.toast = element("div", { class: "toast", role: "status" });
  state.toast.hidden = true;
  state.keys = keysDialog();
  const help = button("?", () => state.keys.showModal(), { class: "help", "aria-label": "Keys", title: "Keys" });
  root.replaceChildren(
    element("div", { class: "top" }, element("div", { class: "views", role: "group", "aria-label": "Show" }, ...state.views), state.search, help, ...selects(state)),
    element("div", { class: "filters", role: "group", "aria-label": "Show only" }, ...state.chips),
    state.count,
    table(state),
    state.none,
    state.more,
    state.toast,
    state.keys,
  );
  state.near?.disconnect();
  state.near = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && drawMore(state), { rootMargin: "600px" });
  filterAnew(state);
  state.near.observe(state.more);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".queue");
  const state = (root.state ??= { filter: keptFilter(), words: "" });
  const changed = JSON.stringify(state.data) !== JSON.stringify(data);
  Object.assign(state, { data, setTriggerValue });
  state.actions = {
    open: (id) => setTriggerValue("opened", { id, order: state.shown.map((at) => data.short.ids[at]) }),
    acknowledge: (row) => acknowledge(state, row),
  };
  if (changed) {
    // Who types a name goes on in the field: a letter that went past it would be a command.
    const typing = state.search && root.getRootNode().activeElement === state.search;
    state.focus = typing ? null : state.next;
    state.next = null;
    build(root, state);
    if (typing) {
      state.search.focus();
      state.search.setSelectionRange(state.words.length, state.words.length);
    }
    if (data.said) toast(state, data.said, data.undoable);
  }
  // A queue that was drawn before and is gone from the page must not take the key from the one that is there.
  const onKey = (event) => root.isConnected && pressed(state, event);
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
