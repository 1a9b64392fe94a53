// What was answered and has not reached the server yet, kept in this browser until it has: a phone loses its connection,
// is put away, or the page is closed in between. Joined in front of the components that answer a question.
const UNSENT = "mendline unsent ";
const FORGET_AFTER_MS = 15 * 24 * 3600 * 1000; // a day longer than a day can be logged

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function remember(name, value) {
  if (!name) return;
  try {
    localStorage.setItem(UNSENT + name, JSON.stringify({ value, at: Date.now() }));
  } catch {
    // No room, or not allowed: the page still holds the answer, as it did before.
  }
}

// The value that was kept under a name, undefined where there is none; what is too old to be logged is let go.
function remembered(name) {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(UNSENT))) {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > FORGET_AFTER_MS) localStorage.removeItem(key);
    }
    return name ? JSON.parse(localStorage.getItem(UNSENT + name) ?? "{}").value : undefined;
  } catch {
    return undefined;
  }
}

function forget(name) {
  try {
    if (name) localStorage.removeItem(UNSENT + name);
  } catch {
    // Not allowed: then nothing was kept either.
  }
}

// Forgets what was kept where the server holds the same; else the server is told once more.
function settle(name, value, tell) {
  const left = remembered(name);
  if (left === undefined) return undefined;
  if (same(left, value)) {
    localStorage.removeItem(UNSENT + name);
    return undefined;
  }
  if (tell) tell(left);
  return left;
}
