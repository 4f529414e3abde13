/**
 * Reading first: the words alone, larger, without tools; and a calm screen for a break, also before what is hard to read.
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, h } from "./dom.js";
import { recall, remember } from "./memory.js";

export class Reading {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.on = false;
    const say = (/** @type {string} */ key) => workspace.phrases.say(key);
    this.where = h("span", { class: "wb-faint wb-where" });
    this.element = h("div", { class: "wb-bar wb-reading-bar", role: "toolbar", "aria-label": say("readingMode"), hidden: true },
      h("strong", {}, say("readingMode")), this.where,
      h("span", { class: "wb-tools" },
        button(say("readHere"), { class: "wb-tool", "aria-keyshortcuts": "h", title: `${say("readHere")} (h)`, onclick: () => workspace.readToHere() }),
        button(say("takeBreak"), { class: "wb-tool", "aria-keyshortcuts": "b", title: `${say("takeBreak")} (b)`, onclick: () => this.pause() }),
        button(say("startCoding"), { class: "wb-tool wb-primary", "aria-keyshortcuts": "r", title: `${say("startCoding")} (r)`, onclick: () => this.switch(false) })));
  }

  /** As this person left it; a transcript that they have never opened begins with reading. */
  open() {
    const { data } = this.workspace;
    const left = recall(`reading:${data.transcript}`);
    this.#set(data.canCode && (left ?? Boolean(data.readingFirst)));
    const whole = (data.contentNotes ?? []).find(([first]) => !first);
    if (whole && !recall(`warned:${data.transcript}:${whole[2]}`)) this.#warn(whole[2]);
  }

  toggle() {
    this.switch(!this.on);
  }

  /** @param {boolean} on */
  switch(on) {
    const { workspace } = this;
    if (!workspace.data.canCode) return;
    this.#set(on);
    remember(`reading:${workspace.data.transcript}`, on);
    if (!on) workspace.acts.startCoding();
    workspace.focusWords();
    workspace.announcer.say(workspace.phrases.say(on ? "readingOn" : "readingOff"));
  }

  /** @param {boolean} on */
  #set(on) {
    const { workspace } = this;
    this.on = on;
    this.element.hidden = !on;
    workspace.element.classList.toggle("wb-reading", on);
    workspace.gestures.dismiss(); // what was offered in one mode is not left over the words of the other
    if (on) {
      workspace.picker.close(false);
      workspace.card.close(false);
      workspace.find.close();
    }
    workspace.page.measured = "";
    workspace.viewport.restorePlace();
    workspace.drawStatus();
    this.drawProgress();
  }

  /** Say which turn stands at the top of the screen. */
  drawProgress() {
    const { text, viewport, phrases } = this.workspace;
    const turn = text.turns[viewport.place?.turn ?? 0];
    if (this.on && turn) this.where.textContent = phrases.say("atTurn", { turn: turn.number, turns: text.turns[text.turns.length - 1].number });
  }

  /** Hide all words until the person goes on. */
  pause() {
    const { phrases, data } = this.workspace;
    const talk = data.support ? ` ${phrases.say("pauseTalk", { who: data.support })}` : "";
    this.#calm(phrases.say("pauseTitle"), phrases.say("pauseWords") + talk, [[phrases.say("goOn"), () => {}]]);
  }

  /** @param {string} note what is hard in this transcript */
  #warn(note) {
    const { phrases, data } = this.workspace;
    this.#calm(phrases.say("beforeYouRead"), note, [
      [phrases.say("readOn"), () => remember(`warned:${data.transcript}:${note}`, true)],
      [phrases.say("takeBreak"), () => this.pause()],
    ]);
  }

  /** @param {string} title @param {string} words @param {[string, () => void][]} ways */
  #calm(title, words, ways) {
    const { workspace } = this;
    const buttons = ways.map(([name, act], index) => button(name, { class: index ? "wb-tool" : "wb-tool wb-primary", onclick: () => {
      for (const element of beneath) element.inert = false;
      dialog.remove();
      workspace.focusWords();
      act();
    } }));
    const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "wb-calm", "aria-label": title },
      h("h2", {}, title), h("p", {}, words), h("div", { class: "wb-form-buttons" }, ...buttons)));
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    // Over the transcript only: the way to other pages stays open.
    const beneath = /** @type {HTMLElement[]} */ ([...workspace.element.children]);
    for (const element of beneath) element.inert = true;
    workspace.element.append(dialog);
    dialog.show();
    buttons[0].focus();
  }
}
