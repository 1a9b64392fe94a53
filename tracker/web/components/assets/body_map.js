// A body from the front and from the back. Each part can be tapped; the list below it holds the same parts as check
// boxes, for the keyboard and for who does not see the drawing. What is chosen is kept here from one run of the page to
// the next, so that a slow answer of the server never turns a newer tap back; a new `mount` starts from its own value.
const SVG = "http://www.w3.org/2000/svg";

// Shapes of one half of the body, drawn on the left of a view 120 wide; the other half is their mirror image.
const HALF = {
  front: {
    shoulder: "M44 46 Q32 46 28 60 L40 64 L46 50 Z",
    arm: "M27 62 L40 66 L34 112 L22 110 Z",
    hand: "M21 113 L34 115 L32 134 Q25 138 20 132 Z",
    groin: "M46 118 L59 124 L59 136 L45 132 Z",
    "front of thigh": "M43 134 L58 139 L56 178 L45 178 Z",
    shin: "M45 182 L56 182 L53 222 L46 222 Z",
    foot: "M45 225 L54 225 L54 238 L40 238 Z",
  },
  back: {
    neck: "M53 32 L58 32 L58 44 L49 45 Z",
    shoulder: "M44 46 Q32 46 28 60 L40 64 L46 50 Z",
    arm: "M27 62 L40 66 L34 112 L22 110 Z",
    hand: "M21 113 L34 115 L32 134 Q25 138 20 132 Z",
    "low back": "M44 88 L56 88 L56 108 L43 108 Z",
    "SI region": "M46 110 L58 110 L58 120 L50 120 Z",
    buttock: "M43 112 L48 122 L59 122 L59 140 L43 138 Z",
    "back of thigh": "M43 142 L58 143 L56 178 L45 178 Z",
    calf: "M45 182 L56 182 L53 222 L46 222 Z",
    foot: "M45 225 L54 225 L54 238 L42 238 Z",
  },
};
const MIDDLE = {
  front: {},
  back: {
    neck: "M58 32 L62 32 L62 45 L58 45 Z",
    "between the shoulder blades": "M52 52 L68 52 L66 74 L54 74 Z",
    "low back": "M56 86 L64 86 L64 108 L56 108 Z",
  },
};
const OUTLINE =
  "M60 4 C50 4 47 12 48 20 C49 28 53 31 53 34 L52 43 C40 45 30 47 27 60 L18 112 C16 124 18 136 24 138 C31 138 34 128 36 116 L43 78 L42 112 C40 132 43 152 44 178 L45 224 C42 232 38 236 41 240 L56 240 L58 180 L60 144 L62 180 L64 240 L79 240 C82 236 78 232 75 224 L76 178 C77 152 80 132 78 112 L77 78 L84 116 C86 128 89 138 96 138 C102 136 104 124 102 112 L93 60 C90 47 80 45 68 43 L67 34 C67 31 71 28 72 20 C73 12 70 4 60 4 Z";

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// Seen from the front, the left of a person is on the right of the drawing; seen from behind, it is on the left.
function mirrored(view, side) {
  return view === "front" ? side === "left" : side === "right";
}

function placed(view, site) {
  const place = site.side ? site.name.slice(site.side.length + 1) : site.name;
  if (!site.side) return { path: MIDDLE[view][place], turned: false };
  return { path: HALF[view][place], turned: mirrored(view, site.side) };
}

function figure(state, view) {
  const { sites, words } = state.data;
  const svg = drawn("svg", { viewBox: "0 0 120 246", "aria-hidden": "true" });
  svg.append(drawn("path", { d: OUTLINE, class: "outline" }));
  for (const site of sites.filter((each) => each[view])) {
    const { path, turned } = placed(view, site);
    const part = drawn("path", { d: path, class: "part", "data-name": site.name });
    if (turned) part.setAttribute("transform", "translate(120 0) scale(-1 1)");
    part.append(drawn("title", {}));
    part.firstChild.textContent = site.words;
    svg.append(part);
    state.parts.push(part);
  }
  svg.addEventListener("click", (event) => {
    const part = nearest(svg, event);
    if (part) toggle(state, part.dataset.name);
  });
  const made = element("div", { class: "view" });
  const sides = element("p", { class: "sides" });
  const order = view === "front" ? ["right", "left"] : ["left", "right"];
  sides.append(...order.map((side) => element("span", {}, words[side])));
  made.append(element("p", { class: "name" }, words[view]), svg, sides);
  return made;
}

// The part under the thumb, or the nearest one within its width: parts are smaller than a thumb.
const THUMB = 24;
function nearest(svg, event) {
  const away = (part) => {
    const box = part.getBoundingClientRect();
    const x = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
    const y = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
    return Math.hypot(x, y);
  };
  const under = event.target.closest(".part");
  if (under) return under;
  const parts = [...svg.querySelectorAll(".part")].sort((one, other) => away(one) - away(other));
  return parts.length && away(parts[0]) <= THUMB ? parts[0] : null;
}

function boxes(state, names) {
  const list = element("div", { class: "boxes" });
  for (const name of names) {
    const label = element("label");
    const box = element("input", { type: "checkbox", value: name });
    box.addEventListener("change", () => toggle(state, name));
    label.append(box, element("span", {}, words(state, name)));
    list.append(label);
    state.boxes.push(box);
  }
  return list;
}

function folded(title, content) {
  const made = element("details");
  made.append(element("summary", {}, title), content);
  return made;
}

function build(root, state) {
  const { data } = state;
  state.parts = [];
  state.boxes = [];
  state.said = element("p", { class: "said", "aria-live": "polite" });
  const clear = element("button", { type: "button", class: "clear" }, data.words.clear);
  clear.onclick = () => {
    set(state, []);
    root.querySelector("summary").focus(); // the button itself is gone now
  };
  state.clear = clear;
  const top = element("div", { class: "top" });
  top.append(state.said, clear);
  const views = element("div", { class: "views" });
  views.append(figure(state, "back"), figure(state, "front"));
  const group = element("div", { role: "group", "aria-label": data.title });
  const names = data.sites.map((site) => site.name);
  group.append(
    top,
    views,
    folded(data.words.list, boxes(state, names)),
    folded(data.words.levels, boxes(state, data.levels)),
  );
  root.replaceChildren(group);
}

// A part in the patient's language; a level of the spine is called alike in every one.
function words(state, name) {
  return state.data.sites.find((site) => site.name === name)?.words ?? name;
}

function toggle(state, name) {
  set(state, state.value.includes(name) ? state.value.filter((each) => each !== name) : [...state.value, name].sort());
}

function set(state, names) {
  state.value = names;
  remember(state.data.unsent, names);
  paint(state);
  state.setStateValue("value", names);
}

function paint(state) {
  for (const part of state.parts) part.classList.toggle("chosen", state.value.includes(part.dataset.name));
  for (const box of state.boxes) box.checked = state.value.includes(box.value);
  state.said.textContent = state.value.map((name) => words(state, name)).join(", ") || state.data.words.none;
  state.clear.hidden = !state.value.length;
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".body");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  if (fresh) {
    state = root.state = { mount: data.mount, value: data.value, data };
    build(root, state);
  }
  Object.assign(state, { data, setStateValue });
  const left = settle(data.unsent, data.value, fresh && ((value) => setStateValue("value", value)), () => setTriggerValue("late", true));
  if (fresh && left !== undefined) state.value = left;
  paint(state);
}
