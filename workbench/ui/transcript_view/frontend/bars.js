/**
 * The two bars: above the words the nine quick codes, below them what is saved, how much is coded, and the tools.
 * @typedef {import("./codebook.js").Codebook} Codebook
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 * @typedef {import("./outbox.js").Outbox} Outbox
 */
import { button, h, setAttributes, setStyles } from "./dom.js";

export class QuickBar {
  /** @param {Codebook} codebook @param {Phrasebook} phrases @param {(code: string) => void} apply */
  constructor(codebook, phrases, apply) {
    this.codebook = codebook;
    this.phrases = phrases;
    this.apply = apply;
    this.key = "";
    this.element = h("div", { class: "wb-quick", role: "toolbar", "aria-label": phrases.say("quickCodes") });
    this.element.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  draw() {
    const { codebook, phrases } = this;
    const key = JSON.stringify(codebook.quick.map((id) => [id, codebook.get(id).label, codebook.lineOf(id)]));
    if (key === this.key) return;
    this.key = key;
    const buttons = codebook.quick.map((id, index) => {
      const code = codebook.get(id);
      const one = button("", {
        class: "wb-quick-code", title: [code.path, code.definition].filter(Boolean).join("\n"), tabindex: index ? "-1" : "0",
        "aria-keyshortcuts": String(index + 1), onclick: () => this.apply(id),
      }, h("kbd", {}, String(index + 1)), h("span", { class: "wb-quick-name" }, code.label));
      setStyles(one, { "--wb-line": codebook.lineOf(id) });
      return one;
    });
    const empty = h("span", { class: "wb-faint" }, phrases.say(codebook.usable().length ? "noQuickCodes" : "noCodes"));
    this.element.replaceChildren(...(buttons.length ? buttons : [empty]));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const all = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("button")]);
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = all[(now + step + all.length) % all.length];
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next?.focus();
  }
}

export class StatusBar {
  /**
   * @param {Phrasebook} phrases
   * @param {Record<"undo" | "redo" | "mode" | "read" | "help" | "suggestion" | "find" | "filter" | "reading" | "legend", () => void>} on
   */
  constructor(phrases, on) {
    this.phrases = phrases;
    const named = (/** @type {string} */ key, /** @type {string} */ shortcut) => ({
      "aria-keyshortcuts": shortcut, title: `${phrases.say(key)} (${shortcut.replaceAll("Control", "Ctrl")})`, "aria-label": phrases.say(key),
    });
    const tool = (/** @type {string} */ key, /** @type {() => void} */ act, /** @type {string} */ shortcut, sign = phrases.say(key)) =>
      button(sign, { class: "wb-tool", onclick: act, ...named(key, shortcut) });
    this.saved = h("span", { class: "wb-saved" });
    this.counts = h("span", { class: "wb-counts" });
    this.note = h("span", { class: "wb-warning", hidden: true });
    this.undo = tool("undo", on.undo, "Control+Z", "↶");
    this.redo = tool("redo", on.redo, "Control+Y", "↷");
    this.read = tool("readHere", on.read, "h");
    this.mode = tool("sentences", on.mode, "s");
    this.help = tool("keys", on.help, "?", "?");
    this.next = tool("nextSuggestion", on.suggestion, "]");
    this.filter = tool("filter", on.filter, "f");
    this.legend = tool("legend", on.legend, "l");
    const find = tool("find", on.find, "/");
    const reading = tool("reading", on.reading, "r");
    this.coding = [this.undo, this.redo, this.legend, reading];
    this.element = h("div", { class: "wb-status", role: "toolbar", "aria-label": phrases.say("tools") }, this.saved, this.counts, this.note,
      h("span", { class: "wb-tools" }, this.next, this.undo, this.redo, find, this.filter, this.legend, this.mode, reading, this.read, this.help));
  }

  /**
   * @param {Outbox} outbox
   * @param {{codings: number, suggestions: number, failed: boolean, turns: number, read: number | null, canCode: boolean, canUndo: boolean, canRedo: boolean, bySentence: boolean, filtered: boolean, legend: boolean}} facts
   */
  draw(outbox, facts) {
    const { phrases } = this;
    this.saved.textContent = this.#saved(outbox);
    this.saved.dataset.state = outbox.state;
    const parts = [phrases.say("codings", { n: facts.codings })];
    if (facts.read != null) parts.unshift(phrases.say("turnsRead", { n: facts.read, turns: facts.turns }));
    if (facts.suggestions) parts.push(phrases.say("suggestionsLeft", { n: facts.suggestions }));
    if (facts.failed) parts.push(phrases.say("suggestionsFailed"));
    if (!facts.canCode) parts.push(phrases.say("readOnly"));
    this.counts.textContent = this.counts.title = parts.join(" · ");
    for (const tool of this.coding) tool.hidden = !facts.canCode;
    setAttributes(this.undo, { "aria-disabled": facts.canUndo ? null : "true" });
    setAttributes(this.redo, { "aria-disabled": facts.canRedo ? null : "true" });
    this.next.hidden = !facts.suggestions;
    for (const [tool, on] of /** @type {[HTMLElement, boolean][]} */ ([[this.mode, facts.bySentence], [this.filter, facts.filtered], [this.legend, facts.legend]])) {
      setAttributes(tool, { "aria-pressed": String(on) });
    }
  }

  /** @param {Outbox} outbox */
  #saved({ state, waiting, savedAt }) {
    const { phrases } = this;
    if (state === "reload") return phrases.say("reload");
    if (state === "offline") return phrases.say(waiting.length ? "offlineKept" : "offline", { n: waiting.length });
    if (waiting.length) return phrases.say("saving", { n: waiting.length });
    const time = savedAt ? phrases.time(savedAt) : "";
    return time ? phrases.say("savedAt", { time }) : phrases.say("saved");
  }

  /** Something that went wrong, until it is dismissed. @param {string} words */
  warn(words) {
    this.note.hidden = false;
    this.note.replaceChildren(words, " ", button("×", { class: "wb-close", "aria-label": this.phrases.say("close"), onclick: () => { this.note.hidden = true; } }));
  }
}
