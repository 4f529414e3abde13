/** A box that floats beside something: above everything, inside the window, gone at Escape or a press elsewhere. */
import { setStyles } from "./dom.js";

const GAP = 6;
const EDGE = 8;
const LEAST = 230; // with less room than this, rather cover a line than become unusable

export class Popup {
  /**
   * @param {HTMLElement} home the element it belongs to, from which it takes its colours
   * @param {HTMLElement} element what floats
   * @param {() => DOMRect} beside the box it stands next to, asked again when the page scrolls
   * @param {{close: () => void}} options
   */
  constructor(home, element, beside, { close }) {
    this.element = element;
    this.beside = beside;
    /** @type {"below" | "above" | undefined} */
    this.side = undefined;
    this.abort = new AbortController();
    const { signal } = this.abort;
    element.classList.add("wb-popup");
    home.append(element);
    if (element.showPopover) {
      element.setAttribute("popover", "manual");
      element.showPopover();
    }
    this.place();
    let asked = 0;
    const again = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => this.place());
    };
    addEventListener("scroll", again, { capture: true, passive: true, signal });
    addEventListener("resize", again, { signal });
    addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(element)) close();
    }, { capture: true, signal });
  }

  /** Below what it belongs to, or above it where there is more room; once chosen, the side is kept. */
  place() {
    const box = this.beside();
    const below = innerHeight - EDGE - (box.bottom + GAP);
    const above = box.top - GAP - EDGE;
    this.element.style.maxHeight = "none";
    const wanted = this.element.offsetHeight;
    this.side ??= wanted <= below || below >= above ? "below" : "above";
    const room = Math.max(LEAST, this.side === "below" ? below : above);
    this.element.style.maxHeight = `${Math.min(room, innerHeight - 2 * EDGE)}px`;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const top = this.side === "below" ? box.bottom + GAP : box.top - GAP - height;
    const left = Math.max(EDGE, Math.min(box.left, innerWidth - width - EDGE));
    const inside = Math.max(EDGE, Math.min(top, innerHeight - height - EDGE));
    setStyles(this.element, { left: `${Math.round(left)}px`, top: `${Math.round(inside)}px` });
  }

  close() {
    this.abort.abort();
    this.element.remove();
  }
}
