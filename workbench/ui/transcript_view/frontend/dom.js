/** Making elements. Text only ever enters through text nodes, so nothing that people wrote can become markup. */

let made = 0;

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] `on…` adds a listener, `class` and `hidden` mean what they say, null leaves out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A button with words on it. @param {string} words @param {Record<string, any>} properties @param {...(Node | string | null)} children */
export function button(words, properties, ...children) {
  return /** @type {HTMLButtonElement} */ (h("button", { type: "button", ...properties }, words, ...children));
}

/** An id that no other element of the page has. @param {string} stem */
export function freshId(stem) {
  made += 1;
  return `wb-${stem}-${made}`;
}

/** Set attributes; null takes one away. @param {Element} element @param {Record<string, string | null>} attributes */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** Set styles through the object model, which a strict content-security policy allows. @param {HTMLElement} element @param {Record<string, string>} styles */
export function setStyles(element, styles) {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}

/** Run once the next frame has been painted. @param {() => void} then */
export function afterPaint(then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then();
    channel.port2.postMessage(null);
  });
}

/** A random UUID, also where the page is served without TLS. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
