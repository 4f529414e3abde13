/**
 * Choosing a code for the selected words: type a few letters, Enter. An ARIA combobox with a listbox, the meaning of the
 * code under the cursor, a way to move either end of the words, and a way to make a new code.
 * @typedef {import("./types.js").Code} Code
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./codebook.js").Codebook} Codebook
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 * @typedef {object} PickerEvents
 * @property {(code: Code, span: Span) => void} apply
 * @property {(label: string, definition: string, span: Span) => void} create
 * @property {(coding: import("./types.js").Coding, code: Code) => void} recode
 * @property {(span: Span) => Set<string>} present codes that this person has put on these words already
 * @property {(span: Span) => void} moved
 * @property {(span: Span, takeFocus: boolean) => void} closed
 */
import { above } from "./codebook.js";
import { button, freshId, h, setAttributes, setStyles } from "./dom.js";
import { meaningOf } from "./meaning.js";
import { Popup } from "./popup.js";

const MOST = 60;
const LONGEST_NAME = 60;

export class Picker {
  /** @param {HTMLElement} home @param {Page} page @param {Codebook} codebook @param {Phrasebook} phrases @param {PickerEvents} on */
  constructor(home, page, codebook, phrases, on) {
    this.home = home;
    this.page = page;
    this.codebook = codebook;
    this.phrases = phrases;
    this.on = on;
    /** @type {Popup | null} */
    this.popup = null;
    /** @type {Span} */
    this.span = { start: 0, end: 1 };
    /** @type {(Code | null)[]} null stands for making a new one */
    this.options = [];
    this.active = 0;
    /** @type {import("./types.js").Coding | null} the coding that shall get another code */
    this.instead = null;
  }

  get isOpen() {
    return this.popup !== null;
  }

  /** @param {Span} span @param {import("./types.js").Coding | null} [instead] a coding that shall get another code */
  open(span, instead = null) {
    this.close(false);
    this.span = span;
    this.instead = instead;
    const say = (/** @type {string} */ key) => this.phrases.say(key);
    const listId = freshId("codes");
    this.quote = h("p", { class: "wb-picker-quote" });
    this.meaning = h("div", { class: "wb-meaning", id: freshId("meaning") });
    this.list = h("ul", { id: listId, role: "listbox", "aria-label": say("codes") });
    this.input = /** @type {HTMLInputElement} */ (h("input", {
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "true", "aria-controls": listId,
      "aria-autocomplete": "list", "aria-label": say("findCode"), placeholder: say("findCodeHint"),
      oninput: () => this.#fill(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    }));
    this.body = h("div", { class: "wb-picker-body" }, this.input, this.list, this.meaning);
    const nudge = (/** @type {"from" | "to"} */ edge, /** @type {1 | -1} */ step, /** @type {string} */ key) =>
      button(step < 0 ? "◂" : "▸", { class: "wb-nudge", "aria-label": say(key), title: say(key), onclick: () => this.#nudge(edge, step) });
    const box = h("div", { class: "wb-picker", role: "dialog", "aria-label": say(instead ? "pickerRecode" : "picker") },
      h("div", { class: "wb-picker-words" }, this.quote,
        instead ? "" : h("div", { class: "wb-nudges", role: "group", "aria-label": say("moveEnds") },
          h("span", { "aria-hidden": "true" }, say("start")), nudge("from", -1, "startEarlier"), nudge("from", 1, "startLater"),
          h("span", { "aria-hidden": "true" }, say("end")), nudge("to", -1, "endEarlier"), nudge("to", 1, "endLater"))),
      this.body,
      h("p", { class: "wb-picker-foot" }, say(instead ? "pickerRecodeKeys" : "pickerKeys")));
    box.addEventListener("keydown", (event) => {
      event.stopPropagation(); // neither the page's keys nor Streamlit's
      if (event.key === "Escape") this.#escape(event);
    });
    box.addEventListener("focusout", (event) => {
      const to = /** @type {FocusEvent} */ (event).relatedTarget;
      if (to instanceof Node && !box.contains(to)) this.close(false);
    });
    this.popup = new Popup(this.home, box, () => this.page.lastBox(this.page.text.unitsOf(this.span)), { close: () => this.close(false) });
    this.#showWords();
    this.#fill();
    this.popup.place();
    this.input.focus({ preventScroll: true });
  }

  /** @param {boolean} takeFocus whether the focus goes back to the words */
  close(takeFocus = true) {
    if (!this.popup) return;
    const { popup } = this;
    this.popup = null; // first, because removing the focused field brings us here again
    popup.close();
    this.on.closed(this.span, takeFocus);
  }

  #showWords() {
    if (this.quote) this.quote.textContent = this.phrases.say("quoted", { quote: this.page.text.shortQuote(this.span, 110) });
    this.on.moved(this.span);
  }

  /** @param {"from" | "to"} edge @param {1 | -1} step */
  #nudge(edge, step) {
    const { text } = this.page;
    this.span = text.spanOf(text.nudge(text.unitsOf(this.span), edge, step));
    this.#showWords();
    this.#fill();
    this.popup?.place();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move && count) {
      event.preventDefault();
      const wraps = Math.abs(move) === 1;
      this.active = wraps ? (this.active + move + count) % count : Math.max(0, Math.min(count - 1, this.active + move));
      this.#mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#choose(this.active, event.shiftKey || event.ctrlKey || event.metaKey);
    }
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    event.preventDefault();
    if (this.form) this.#leaveForm();
    else this.close();
  }

  #typed() {
    return (this.input?.value ?? "").trim().replace(/\s+/gu, " ");
  }

  #fill() {
    if (!this.list || this.form) return;
    const typed = this.#typed();
    const found = this.codebook.find(typed).slice(0, MOST);
    const isTaken = typed !== "" && this.codebook.named(typed) !== null;
    this.options = isTaken || this.instead ? found : [...found, null];
    this.active = 0;
    const present = this.on.present(this.span);
    this.list.replaceChildren(...this.options.map((code, index) => this.#row(code, index, present)));
    this.#mark();
  }

  /** @param {Code | null} code @param {number} index @param {Set<string>} present */
  #row(code, index, present) {
    const { phrases, codebook } = this;
    const row = h("li", { id: freshId("option"), role: "option", "aria-describedby": this.meaning?.id ?? null });
    if (code) {
      const swatch = h("span", { class: "wb-letters", "aria-hidden": "true" }, code.letters);
      setStyles(swatch, { "--wb-line": codebook.lineOf(code.id) });
      const key = codebook.quick.indexOf(code.id);
      row.append(swatch, h("span", { class: "wb-option-name" }, code.label,
        above(code) ? h("span", { class: "wb-path" }, above(code)) : ""));
      if (present.has(code.id)) row.append(h("span", { class: "wb-present" }, phrases.say("present")));
      if (key >= 0) row.append(h("kbd", { "aria-hidden": "true" }, String(key + 1)));
    } else {
      const typed = this.#typed();
      row.classList.add("wb-create");
      row.append(h("span", { class: "wb-letters", "aria-hidden": "true" }, "+"), typed ? phrases.say("create", { label: typed }) : phrases.say("createFromWords"));
    }
    row.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    row.addEventListener("click", (event) => this.#choose(index, event.shiftKey || event.ctrlKey || event.metaKey));
    return row;
  }

  #mark() {
    const rows = [...(this.list?.children ?? [])];
    for (const [index, row] of rows.entries()) row.setAttribute("aria-selected", String(index === this.active));
    const row = rows[this.active];
    if (this.input) setAttributes(this.input, { "aria-activedescendant": row?.id ?? null });
    row?.scrollIntoView({ block: "nearest" });
    const code = this.options[this.active];
    this.meaning?.replaceChildren(...(code ? meaningOf(code, this.phrases) : []));
    this.popup?.place();
  }

  /** @param {number} index @param {boolean} stay */
  #choose(index, stay) {
    const code = this.options[index];
    if (code === undefined) return;
    if (code === null) return this.#openForm(stay);
    if (this.instead) {
      const coding = this.instead;
      this.close();
      return this.on.recode(coding, code);
    }
    this.on.apply(code, this.span);
    this.#after(stay);
  }

  /** @param {boolean} stay */
  #after(stay) {
    if (!stay) return this.close();
    if (this.input) this.input.value = "";
    this.#fill();
    this.input?.focus({ preventScroll: true });
  }

  /** A new code needs a name and one line on what it means; nothing more. @param {boolean} stay */
  #openForm(stay) {
    const { phrases } = this;
    const words = this.page.text.quote(this.span).replace(/\s+/gu, " ");
    const name = /** @type {HTMLInputElement} */ (h("input", { id: freshId("name"), type: "text", maxlength: "120", autocomplete: "off" }));
    const line = /** @type {HTMLInputElement} */ (h("input", { id: freshId("line"), type: "text", maxlength: "400", autocomplete: "off" }));
    const hint = h("p", { class: "wb-hint", role: "status" });
    name.value = this.#typed() || (words.length <= LONGEST_NAME ? words : "");
    const advise = () => {
      const same = this.codebook.named(name.value);
      const alike = same ?? this.codebook.alike(name.value);
      hint.replaceChildren();
      if (!alike) return;
      const use = button(phrases.say("useInstead", { label: alike.label }), { onclick: () => {
        this.on.apply(alike, this.span);
        this.form = null;
        this.close();
      } });
      hint.append(phrases.say(same ? "codeExists" : "codeAlike", { label: alike.label }), " ", alike.codable && !alike.retired ? use : "");
    };
    const save = () => {
      const label = name.value.trim().replace(/\s+/gu, " ");
      if (!label || this.codebook.named(label)) return name.focus();
      this.on.create(label, line.value.trim(), this.span);
      this.#leaveForm();
      this.#after(stay);
    };
    const onEnter = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (event.target === name && !line.value) line.focus();
      else save();
    };
    name.addEventListener("input", advise);
    for (const field of [name, line]) field.addEventListener("keydown", onEnter);
    this.form = h("div", { class: "wb-form", role: "group", "aria-label": phrases.say("newCode") },
      h("label", { for: name.id }, phrases.say("newCodeName")), name,
      h("label", { for: line.id }, phrases.say("newCodeMeaning")), line, hint,
      h("div", { class: "wb-form-buttons" },
        button(phrases.say("createAndApply"), { class: "wb-primary", onclick: save }),
        button(phrases.say("back"), { onclick: () => this.#leaveForm() })));
    this.body?.replaceChildren(this.form);
    advise();
    this.popup?.place();
    (name.value ? line : name).focus({ preventScroll: true });
  }

  #leaveForm() {
    if (!this.body || !this.input || !this.list || !this.meaning) return;
    this.form = null;
    this.body.replaceChildren(this.input, this.list, this.meaning);
    this.#fill();
    this.popup?.place();
    this.input.focus({ preventScroll: true });
  }
}
