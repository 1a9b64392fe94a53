// The warning signs as a folded list of tick boxes. Where to turn is shown here, at the tick, before anything is sent:
// it needs no server. The ticks are kept from one run of the page to the next; a new `mount` starts anew.
function element(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

function advice(group) {
  const links = group.calls.map((call) => element("a", { class: "call", href: call.href }, call.words));
  return element(
    "div",
    { class: `advice ${group.urgency}`, role: "alert" },
    element("p", {}, element("span", { class: "soon" }, group.soon), " ", element("strong", {}, group.route)),
    ...links,
  );
}

// The advice of a group stands beneath the sign that was ticked last, where the eye is.
function tell(part) {
  const row = part.latest?.box.checked ? part.latest : part.rows.find((each) => each.box.checked);
  part.advice?.remove();
  part.advice = null;
  if (!row) return;
  part.advice = advice(part.group);
  row.label.after(part.advice);
}

function tick(state, part, row) {
  if (row.box.checked) {
    part.latest = row;
    state.takenBack = false;
  }
  tell(part);
  count(state);
  if (row.box.checked) {
    part.advice.scrollIntoView({ block: "nearest" });
    state.ticks.set(row.key, Date.now());
    state.noted.textContent = state.data.pending;
  } else {
    state.ticks.delete(row.key);
    state.takenBack = true;
    state.noted.textContent = state.data.stays;
  }
  state.setStateValue("ticks", [...state.ticks]);
}

function groupPart(state, group) {
  const part = { group, rows: [], latest: null, advice: null };
  const field = element("fieldset", {}, element("legend", {}, group.title));
  for (const sign of group.signs) {
    const box = element("input", { type: "checkbox", name: sign.key });
    box.checked = state.data.ticked.includes(sign.key);
    const label = element("label", {}, box, element("span", {}, sign.words));
    const row = { key: sign.key, box, label };
    box.onchange = () => tick(state, part, row);
    part.rows.push(row);
    field.append(label);
  }
  tell(part);
  return { field, part };
}

function count(state) {
  const ticked = state.parts.flatMap((part) => part.rows).filter((row) => row.box.checked).length;
  state.hint.textContent = ticked ? state.data.counts[ticked - 1] : state.data.hint;
}

function build(root, state) {
  const { data } = state;
  const made = data.groups.map((group) => groupPart(state, group));
  state.parts = made.map(({ part }) => part);
  state.hint = element("span", { class: "hint" });
  state.noted = element("p", { class: "noted", "aria-live": "polite" });
  root.replaceChildren(
    element("summary", {}, element("span", {}, data.title), state.hint),
    element("p", { class: "opening" }, data.opening),
    state.noted,
    ...made.map(({ field }) => field),
  );
  root.open = data.ticked.length > 0;
  count(state);
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".check");
  let state = root.state;
  if (state?.mount !== data.mount) {
    state = root.state = { mount: data.mount, ticks: new Map(), data };
    build(root, state);
  }
  Object.assign(state, { data, setStateValue });
  state.noted.textContent = state.takenBack ? data.stays : data.noted;
}
