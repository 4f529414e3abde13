/**
 * Single letters that answer what stands on a Streamlit page ("e" replaces, "a" accepts). While the page is drawn again
 * Streamlit drops them; here they wait, and are pressed again one by one, each when the page is at rest.
 * @typedef {{data?: {keys: string} | null, parentElement?: HTMLElement}} Component
 */
const AT_REST = "notRunning";
const STARTS_WITHIN_MS = 1500; // from a key to the page's first sign that it is being drawn
const SETTLES_MS = 150; // a page that is drawn twice in a row is at rest for a moment in between
const LEAVES_AFTER_MS = 3000;
const HOLDER = Symbol.for("wb-patient-keys"); // one for the page, whatever address this module was loaded under
const MOST = 3; // more in a row were not meant for things that nobody has seen yet

class PatientKeys {
  constructor() {
    this.keys = "";
    /** @type {KeyboardEvent[]} */
    this.waiting = [];
    this.busyUntil = 0;
    this.again = false;
    this.listening = false;
    this.leaving = 0;
    this.settling = 0;
    this.watch = new MutationObserver(() => this.look());
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.take(event);
  }

  /** @param {string} keys */
  start(keys) {
    clearTimeout(this.leaving);
    this.keys = keys;
    if (this.listening) return;
    this.listening = true;
    globalThis.addEventListener("keydown", this.onKey, true);
    const app = document.querySelector('[data-testid="stApp"]');
    if (app) this.watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  }

  /** Not at once: Streamlit takes the component away and puts it back while it draws the page. */
  leave() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.#stop(), LEAVES_AFTER_MS);
  }

  #stop() {
    globalThis.removeEventListener("keydown", this.onKey, true);
    this.watch.disconnect();
    this.listening = false;
    this.waiting = [];
  }

  get isAtRest() {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.getAttribute("data-test-script-state") === AT_REST && performance.now() >= this.busyUntil;
  }

  /** @param {KeyboardEvent} event */
  take(event) {
    if (this.again || event.ctrlKey || event.metaKey || event.altKey || isWritten(event)) return;
    if (event.key.length !== 1 || !this.keys.includes(event.key)) return;
    if (this.isAtRest && !this.waiting.length) {
      this.#begun(); // Streamlit takes this one; the next waits until the page has answered it
      return;
    }
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!event.repeat && this.waiting.length < MOST) this.waiting.push(event);
  }

  /** The page has changed its state: once it is at rest, the next key has its turn. */
  look() {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app?.getAttribute("data-test-script-state") !== AT_REST) this.busyUntil = 0;
    clearTimeout(this.settling);
    if (this.isAtRest) this.settling = setTimeout(() => this.next(), SETTLES_MS);
  }

  next() {
    if (!this.isAtRest) return;
    const event = this.waiting.shift();
    if (!event) return;
    const { key, code } = event;
    const target = document.activeElement ?? document.body;
    this.again = true;
    for (const kind of ["keydown", "keyup"]) {
      target.dispatchEvent(new KeyboardEvent(kind, { key, code, bubbles: true, cancelable: true }));
    }
    this.again = false;
    this.#begun();
  }

  #begun() {
    this.busyUntil = performance.now() + STARTS_WITHIN_MS;
    setTimeout(() => this.look(), STARTS_WITHIN_MS + 1);
  }
}

/** Whether a letter goes into something that is written. @param {KeyboardEvent} event */
function isWritten({ target }) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** @returns {PatientKeys} */
function holder() {
  const page = /** @type {any} */ (globalThis);
  return (page[HOLDER] ??= new PatientKeys());
}

/** @param {Component} component */
export default function receive({ data, parentElement }) {
  if (!parentElement) return;
  if (!parentElement.querySelector(".wb-store")) {
    const sign = document.createElement("span"); // by it the style sheet knows that this component takes no room
    sign.className = "wb-store";
    sign.hidden = true;
    parentElement.append(sign);
  }
  holder().start(data?.keys ?? "");
  return () => holder().leave();
}
