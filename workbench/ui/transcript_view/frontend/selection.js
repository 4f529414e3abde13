/**
 * Free selection: any words, by mouse, touch or keyboard. The browser's own selection is read and moved; only the caret
 * is ours, because text that cannot be edited has none. (A contenteditable would have one, but input methods can change it.)
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./page.js").Page} Page
 */
import { h, setStyles } from "./dom.js";

export class FreeSelection {
  /** @param {Page} page @param {HTMLElement} canvas the positioned element that the caret is drawn in */
  constructor(page, canvas) {
    this.page = page;
    this.canvas = canvas;
    this.caret = h("div", { class: "wb-caret", hidden: true });
    canvas.append(this.caret);
  }

  /** What is selected, settled to whole characters; null where nothing is. @returns {Units | null} */
  read() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.page.element)) return null;
    const from = this.page.unitAt(range.startContainer, range.startOffset, false);
    const to = this.page.unitAt(range.endContainer, range.endOffset, true);
    return from == null || to == null || from >= to ? null : this.page.text.settle({ from, to });
  }

  /** Select a range. @param {Units} units */
  write({ from, to }) {
    document.getSelection()?.setBaseAndExtent(...this.page.point(from), ...this.page.point(to, true));
  }

  /** Put the caret somewhere, with nothing selected. @param {number} unit */
  putCaret(unit) {
    document.getSelection()?.collapse(...this.page.point(unit));
  }

  /** Where the caret, or the moving end of the selection, stands. @returns {number | null} */
  focusUnit() {
    const selection = document.getSelection();
    if (!selection?.focusNode || !this.page.element.contains(selection.focusNode)) return null;
    return this.page.unitAt(selection.focusNode, selection.focusOffset, false);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was one that moves */
  key(event) {
    const jump = event.ctrlKey || event.metaKey || event.altKey;
    const steps = /** @type {Record<string, [string, string]>} */ ({
      ArrowLeft: ["left", jump ? "word" : "character"], ArrowRight: ["right", jump ? "word" : "character"],
      ArrowUp: ["backward", jump ? "paragraph" : "line"], ArrowDown: ["forward", jump ? "paragraph" : "line"],
      Home: ["backward", jump ? "documentboundary" : "lineboundary"], End: ["forward", jump ? "documentboundary" : "lineboundary"],
    });
    const selection = document.getSelection();
    if (!selection) return false;
    if (event.key === "PageDown" || event.key === "PageUp") return this.#turn(event.key === "PageDown" ? 1 : -1, event.shiftKey);
    const step = steps[event.key];
    if (!step) return false;
    if (this.focusUnit() == null) this.putCaret(this.firstVisible());
    else selection.modify(event.shiftKey ? "extend" : "move", step[0], step[1]);
    this.#keepInside(event.shiftKey);
    this.reveal();
    return true;
  }

  /** To the beginning of the next or the previous turn. @param {1 | -1} step @param {boolean} extend */
  #turn(step, extend) {
    const { turns } = this.page.text;
    const now = this.page.text.turnAt(this.focusUnit() ?? this.firstVisible());
    const { from } = turns[Math.max(0, Math.min(turns.length - 1, now + step))];
    const selection = document.getSelection();
    if (extend && selection?.rangeCount) selection.extend(...this.page.point(from));
    else this.putCaret(from);
    this.reveal();
    return true;
  }

  /** The browser may carry the caret out of the transcript; bring it back. @param {boolean} extend */
  #keepInside(extend) {
    const selection = document.getSelection();
    if (!selection?.focusNode || this.page.nodes.has(selection.focusNode)) return;
    const after = this.page.unitAt(selection.focusNode, selection.focusOffset, false);
    const end = this.page.text.turns[this.page.text.turns.length - 1].to;
    const [node, offset] = this.page.point(after ?? end, after == null);
    if (extend && selection.anchorNode) selection.extend(node, offset);
    else selection.collapse(node, offset);
  }

  /** The first position on the screen. */
  firstVisible() {
    const top = Math.max(0, this.canvas.parentElement?.getBoundingClientRect().top ?? 0);
    const turn = this.page.turns.findIndex(({ element }) => element.getBoundingClientRect().bottom > top + 8);
    return this.page.text.turns[Math.max(0, turn)].from;
  }

  /** Scroll so that the caret is seen. */
  reveal() {
    this.drawCaret();
    if (!this.caret.hidden) this.caret.scrollIntoView({ block: "nearest" });
  }

  drawCaret() {
    const selection = document.getSelection();
    const node = selection?.focusNode;
    const shown = document.activeElement === this.page.element && node && this.page.nodes.has(node);
    this.caret.hidden = !shown;
    if (!selection || !node || !shown) return;
    const range = document.createRange();
    range.setStart(node, selection.focusOffset);
    range.collapse(true);
    const box = range.getClientRects()[0];
    const origin = this.canvas.getBoundingClientRect();
    if (!box) this.caret.hidden = true;
    else setStyles(this.caret, { left: `${box.left - origin.left - 1}px`, top: `${box.top - origin.top}px`, height: `${box.height}px` });
  }
}
