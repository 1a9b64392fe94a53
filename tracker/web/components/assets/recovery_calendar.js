// The days of a month as buttons in a table. Which month is in view is nobody's business but this element's.
const DAYS_OF_A_WEEK = 7;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -DAYS_OF_A_WEEK, ArrowDown: DAYS_OF_A_WEEK };

function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Days that can be tapped, in order, each with the month that it stands in.
function reachable(state) {
  return state.data.months.flatMap((month, index) => month.days.filter((day) => day.kind).map((day) => ({ day, index })));
}

function focusOn(root, state, { day, index }) {
  state.focused = day.date;
  state.month = index;
  draw(root, state);
  root.querySelector(`[data-date="${day.date}"]`).focus();
}

function press(root, state, event) {
  const days = reachable(state);
  const at = days.findIndex(({ day }) => day.date === state.focused);
  let next;
  if (event.key in STEPS) next = days[at + STEPS[event.key]];
  else if (event.key === "PageUp") next = days.findLast(({ index }) => index === state.month - 1);
  else if (event.key === "PageDown") next = days.find(({ index }) => index === state.month + 1);
  else return;
  event.preventDefault();
  if (next) focusOn(root, state, next);
}

function content(day) {
  const parts = [element("span", { class: "number" }, [String(day.number)])];
  if (day.kind === "missed" && day.open) parts.push(element("span", { class: "plus" }, ["+"]));
  for (const mark of day.marks) {
    parts.push(element("span", { class: mark ? `mark band${mark.band}` : "mark" }, [mark ? mark.score : ""]));
  }
  return parts;
}

function cell(root, state, day) {
  if (!day.kind) {
    const words = element("span", { class: "unseen" }, [day.words]);
    return element("td", {}, [element("span", { class: "away" }, [element("span", { "aria-hidden": "true" }, [String(day.number)]), words])]);
  }
  const today = day.date === state.data.today ? " today" : "";
  const button = element("button", {
    type: "button",
    class: `day ${day.kind}${today}`,
    "aria-label": day.words,
    title: day.words,
    "data-date": day.date,
    tabindex: day.date === state.focused ? "0" : "-1",
    "aria-pressed": String(day.date === state.chosen),
  }, content(day));
  button.onclick = () => {
    state.chosen = day.date;
    focusOn(root, state, { day, index: state.month });
    state.setTriggerValue("picked", day.date);
  };
  button.onkeydown = (event) => press(root, state, event);
  return element("td", {}, [button]);
}

function turn(root, state, by, sign, words) {
  const button = element("button", { type: "button", class: "turn", "aria-label": words, "data-turn": by }, [sign]);
  button.disabled = !state.data.months[state.month + by];
  button.onclick = () => {
    state.month += by;
    state.focused = null;
    draw(root, state);
    const again = root.querySelector(`[data-turn="${by}"]`);
    (again.disabled ? root.querySelector(`[data-turn="${-by}"]`) : again).focus();
  };
  return button;
}

function weeks(root, state, month) {
  const cells = Array.from({ length: month.first_weekday }, () => element("td"));
  cells.push(...month.days.map((day) => cell(root, state, day)));
  const rows = [];
  for (let first = 0; first < cells.length; first += DAYS_OF_A_WEEK) {
    rows.push(element("tr", {}, cells.slice(first, first + DAYS_OF_A_WEEK)));
  }
  return rows;
}

function legend(data) {
  const item = (kind, sign, words) => element("li", {}, [element("span", { class: `swatch ${kind}`, "aria-hidden": "true" }, [sign]), words]);
  return element("ul", { class: "legend" }, [
    element("li", { class: "whole" }, [data.legend.sites]),
    ...data.bands.map((words, index) => item(`band${index}`, "", words)),
    item("missed", "", data.legend.missed),
    item("plus", "+", data.legend.open),
    element("li", { class: "unseen" }, [data.keys]),
  ]);
}

function draw(root, state) {
  const { data } = state;
  const month = data.months[state.month];
  const days = month.days.filter((day) => day.kind);
  // One day of the month is reached by Tab: the one that was reached last, else the chosen one, else the newest.
  if (!days.some((day) => day.date === state.focused)) {
    state.focused = (days.find((day) => day.date === state.chosen) ?? days.at(-1))?.date;
  }
  const title = element("h3", { id: "month", "aria-live": "polite" }, [month.title]);
  const names = data.weekdays.map(({ name, short }) =>
    element("th", { scope: "col" }, [element("span", { "aria-hidden": "true" }, [short]), element("span", { class: "unseen" }, [name])]));
  root.replaceChildren(
    element("div", { class: "head" }, [turn(root, state, -1, "\u2039", data.earlier), title, turn(root, state, 1, "\u203a", data.later)]),
    element("table", { "aria-labelledby": "month" }, [
      element("thead", {}, [element("tr", {}, names)]),
      element("tbody", {}, weeks(root, state, month)),
    ]),
    legend(data),
  );
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".calendar");
  let state = root.state;
  if (state === undefined) {
    const of = data.months.findIndex((month) => month.days.some((day) => day.date === data.chosen));
    state = root.state = { month: of === -1 ? data.months.length - 1 : of, focused: null };
  }
  Object.assign(state, { data, setTriggerValue, chosen: data.chosen });
  state.month = Math.min(state.month, data.months.length - 1);
  const held = root.contains(root.getRootNode().activeElement) ? root.getRootNode().activeElement.dataset.date : undefined;
  draw(root, state);
  if (held) root.querySelector(`[data-date="${held}"]`)?.focus();
}
