/**
 * Passages that are hard to read: covered until the person reads on, skips them, or takes a break first.
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, h } from "./dom.js";
import { FEELINGS } from "./note_form.js";
import { recall, remember } from "./memory.js";

export class HardPassages {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {HTMLElement[]} */
    this.signs = [];
    this.shown = "";
  }

  /** Put a sign before each hard passage; once the person has read on, only the sign stays. @param {[number, number, string][]} notes */
  draw(notes) {
    const key = JSON.stringify(notes);
    if (key === this.shown) return;
    this.shown = key;
    for (const sign of this.signs) sign.remove();
    this.signs = [];
    for (const { element } of this.workspace.page.turns) element.classList.remove("wb-covered");
    for (const note of notes) if (note[0]) this.#sign(note);
  }

  /** @param {[number, number, string]} note */
  #sign([first, last, words]) {
    const { page, text, phrases, data, reading } = this.workspace;
    const inside = text.turns.flatMap((turn, index) => (turn.number >= first && turn.number <= last ? [page.turns[index].element] : []));
    if (!inside.length) return;
    const memory = `hard:${data.transcript}:${first}:${words}`;
    const after = text.turns.findIndex((turn) => turn.number > last);
    const uncover = () => {
      for (const element of inside) element.classList.remove("wb-covered");
      ways.remove();
      remember(memory, true);
      this.workspace.viewport.restorePlace();
    };
    const ways = h("span", { class: "wb-hard-ways" },
      button(phrases.say("readOn"), { class: "wb-tool", onclick: () => {
        uncover();
        this.workspace.focusWords();
      } }),
      after >= 0 ? button(phrases.say("skipTo", { turn: text.turns[after].number }), { class: "wb-tool", onclick: () => this.#skip(after) }) : "",
      button(phrases.say("takeBreak"), { class: "wb-tool", onclick: () => reading.pause() }));
    // It stays after reading on: what a story does to a person is felt then.
    const forMe = data.canCode ? button(phrases.say("noteForMe"), { class: "wb-tool", onclick: () => this.#noteForMe(first) }) : "";
    const sign = h("div", { class: "wb-hard", role: "note" }, h("span", {}, phrases.say("hardPart", { note: words })), ways, forMe);
    sign.addEventListener("pointerdown", (event) => event.stopPropagation());
    inside[0].before(sign);
    this.signs.push(sign);
    if (recall(memory)) return ways.remove();
    for (const element of inside) element.classList.add("wb-covered");
  }

  /** A note on how it is to read this, which nobody else sees. @param {number} first number of the turn */
  #noteForMe(first) {
    const turn = this.workspace.text.turns.find((one) => one.number === first);
    if (turn) this.workspace.openNote(this.workspace.text.spanOf({ from: turn.from, to: turn.to }), FEELINGS);
  }

  /** @param {number} index of the turn to go to */
  #skip(index) {
    const { text, viewport, sentences, free, announcer, phrases } = this.workspace;
    const { from, number } = text.turns[index];
    viewport.reveal({ from, to: from + 1 });
    this.workspace.focusWords();
    if (!sentences.on) free.putCaret(from);
    announcer.say(phrases.say("skipped", { turn: number }));
  }
}
