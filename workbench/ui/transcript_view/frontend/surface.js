/**
 * The coding page as Streamlit mounts it. Called on mounting and again whenever the data or the theme changed; one
 * workspace is kept as long as the transcript stays the same.
 * @typedef {import("./types.js").SurfaceData} SurfaceData
 * @typedef {{parentElement: HTMLElement, data: SurfaceData | null, setTriggerValue?: (name: string, value: unknown) => void}} Component
 */
import { documentNamed } from "./doc_store.js";
import { h } from "./dom.js";
import { Phrasebook } from "./say.js";
import { Workspace } from "./workspace.js";

/** @type {WeakMap<HTMLElement, Surface>} */
const surfaces = new WeakMap();

class Surface {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    /** @type {Workspace | null} */
    this.workspace = null;
    /** @type {SurfaceData | null} */
    this.data = null;
    this.shown = "";
    /** @type {(what: string, value: unknown) => void} */
    this.ask = () => {};
    this.notice = h("p", { class: "wb-notice" });
    this.arrived = () => this.show();
    globalThis.addEventListener("wb-document", this.arrived);
  }

  show() {
    const { data } = this;
    const document_ = data && documentNamed(data.doc);
    if (!data || !document_) return; // the text comes through the other component and will call
    const key = JSON.stringify([data.doc, data.transcript, data.actor]);
    if (this.workspace && key === this.shown) return this.workspace.update(data);
    this.close();
    this.shown = key;
    if (document_.turns.length) this.workspace = new Workspace(this.parent, document_, data, (what, value) => this.ask(what, value));
    else this.parent.append(this.notice);
    this.notice.textContent = new Phrasebook(data.words).say("noWords");
  }

  /** Take away what is ours; Streamlit keeps the style sheet in the same element. */
  close() {
    this.workspace?.close();
    this.workspace = null;
    this.notice.remove();
  }

  leave() {
    globalThis.removeEventListener("wb-document", this.arrived);
    this.close();
  }
}

/** @param {Component} component */
export default function mount({ parentElement, data, setTriggerValue }) {
  let surface = surfaces.get(parentElement);
  if (!surface) surfaces.set(parentElement, (surface = new Surface(parentElement)));
  surface.data = data;
  if (setTriggerValue) surface.ask = setTriggerValue;
  surface.show();
  return () => {
    surface.leave();
    surfaces.delete(parentElement);
  };
}
