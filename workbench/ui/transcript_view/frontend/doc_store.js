/**
 * The texts that this page has received. Streamlit sends a text once, through the "document" component (this module's
 * default export); the surface reads it here. The store hangs on the page and not on this module, because the two
 * components load the module under two addresses.
 * @typedef {import("./types.js").DocumentData} DocumentData
 */
const KEPT = 4;
const STORE = Symbol.for("wb-documents");

/** @returns {Map<string, DocumentData>} */
function store() {
  const page = /** @type {any} */ (globalThis);
  return (page[STORE] ??= new Map());
}

/** @param {string} doc @returns {DocumentData | undefined} */
export function documentNamed(doc) {
  return store().get(doc);
}

/** Keep a text; the oldest ones make room. @param {DocumentData} document */
export function keepDocument(document) {
  const documents = store();
  documents.delete(document.doc);
  documents.set(document.doc, document);
  for (const doc of [...documents.keys()].slice(0, -KEPT)) documents.delete(doc);
  globalThis.dispatchEvent(new CustomEvent("wb-document", { detail: document.doc }));
}

/** @param {{data?: DocumentData, parentElement?: HTMLElement}} component */
export default function receive({ data, parentElement }) {
  if (data?.doc && !store().has(data.doc)) keepDocument(data);
  if (!parentElement || parentElement.querySelector(".wb-store")) return;
  const sign = document.createElement("span"); // by it the style sheet knows that this component takes no room
  sign.className = "wb-store";
  sign.hidden = true;
  parentElement.append(sign);
}
