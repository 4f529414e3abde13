/**
 * Mouse, touch and pen on the words: after a selection a small button is offered, a press on coded words opens their card.
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, h } from "./dom.js";
import { fixTurn } from "./fix.js";
import { Popup } from "./popup.js";

const SETTLE_MS = 250;

export class Gestures {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.pressing = false;
    this.settling = 0;
    /** @type {Popup | null} */
    this.invitation = null;
    const { signal } = workspace.abort;
    workspace.page.element.addEventListener("pointerdown", (event) => this.#begin(event), { signal });
    workspace.page.element.addEventListener("pointerup", (event) => this.#pressed(event), { signal });
    document.addEventListener("selectionchange", () => this.#selectionChanged(), { signal });
    addEventListener("pointerdown", () => { this.pressing = true; }, { capture: true, signal });
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => { this.pressing = false; }, { capture: true, signal });
    }
  }

  /**
   * A drag that begins on selected words would carry them away as the browser does it; here it selects anew.
   * @param {PointerEvent} event
   */
  #begin(event) {
    if (event.pointerType === "mouse" && event.button === 0 && !event.shiftKey) document.getSelection()?.removeAllRanges();
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    const { target } = event;
    const { workspace } = this;
    if (event.button !== 0 || !(target instanceof Element)) return;
    if (workspace.sentences.on) {
      if (workspace.sentences.press(target, event.shiftKey)) this.#invite();
      return;
    }
    setTimeout(() => { // the browser settles its selection after this event
      if (workspace.free.read()) return this.#invite();
      this.dismiss();
      if (!workspace.reading.on) workspace.tour.cardAt(workspace.page.unitUnder(event.clientX, event.clientY), false);
    });
  }

  #selectionChanged() {
    const { workspace } = this;
    if (workspace.sentences.on || workspace.picker.isOpen) return;
    workspace.free.drawCaret();
    clearTimeout(this.settling);
    if (!workspace.free.read()) this.dismiss();
    else if (!this.pressing) this.settling = setTimeout(() => this.#invite(), SETTLE_MS); // touch handles send no pointerup
  }

  /** Offer a small button beside what is selected. */
  #invite() {
    const { workspace } = this;
    const span = workspace.selected();
    if (!span || !workspace.data.canCode || workspace.picker.isOpen) return;
    this.dismiss();
    workspace.card.close(false);
    const code = button(workspace.phrases.say("codeButton"), { class: "wb-invite", onclick: () => workspace.openPicker(span) });
    const note = button(workspace.phrases.say("noteButton"), { class: "wb-invite-note", onclick: () => workspace.openNote(span) });
    const [offer] = workspace.reading.on ? [] : workspace.codings.suggestionsTouching(span.start, span.end);
    const use = offer ? button(workspace.phrases.say("useFor", { code: workspace.codebook.get(offer.codeId).label }), { class: "wb-invite-note", "aria-keyshortcuts": "d", onclick: () => workspace.card.offers.useSelection() }) : "";
    const fix = button(workspace.phrases.say("fixButton"), { class: "wb-invite-note", "aria-keyshortcuts": "m", onclick: () => fixTurn(workspace) });
    const open = h("div", { class: "wb-invites" }, workspace.reading.on ? "" : code, note, use, fix);
    open.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
    const beside = () => workspace.page.lastBox(workspace.text.unitsOf(span));
    this.invitation = new Popup(workspace.element, open, beside, { close: () => this.dismiss() });
  }

  /** Take the button away. */
  dismiss() {
    clearTimeout(this.settling);
    this.invitation?.close();
    this.invitation = null;
  }
}
