/**
 * What can be done with a coding on its card: another code, other ends, a cut, a qualifier, a question, a mark against a theme.
 * @typedef {import("./types.js").Coding} Coding
 * @typedef {import("./types.js").Question} Question
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, freshId, h } from "./dom.js";

const ENDS = /** @type {const} */ ([
  ["start", "from", [[-1, "sentence", "⟪", "startSentenceEarlier"], [-1, "word", "◂", "startEarlier"], [1, "word", "▸", "startLater"]]],
  ["end", "to", [[-1, "word", "◂", "endEarlier"], [1, "word", "▸", "endLater"], [1, "sentence", "⟫", "endSentenceLater"]]],
]);

/**
 * Buttons that move the ends of some words.
 * @param {import("./say.js").Phrasebook} phrases @param {string} id of what is moved @param {string} name
 * @param {(edge: "from" | "to", step: 1 | -1, unit: "word" | "sentence") => void} move
 */
export function endButtons(phrases, id, name, move) {
  const parts = ENDS.flatMap(([end, edge, moves]) => [
    h("span", { "aria-hidden": "true" }, phrases.say(end)),
    ...moves.map(([step, unit, sign, key]) => button(sign, {
      class: "wb-nudge", "data-do": `${key}:${id}`, "aria-label": phrases.say(key), title: phrases.say(key), onclick: () => move(edge, step, unit),
    })),
  ]);
  return h("div", { class: "wb-nudges", role: "group", "aria-label": name }, ...parts);
}

export class CardTools {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
  }

  /** The tools for one's own coding. @param {Coding} coding @param {number | null} at where it may be cut @param {HTMLElement} room where a form opens */
  own(coding, at, room) {
    const { phrases, codebook, card, acts, data } = this.workspace;
    const { label } = codebook.get(coding.code);
    const tool = (/** @type {string} */ key, /** @type {string} */ name, /** @type {() => void} */ act) =>
      button(phrases.say(key), { class: "wb-remove", "data-do": `${key}:${coding.id}`, "aria-label": phrases.say(name, { code: label }), onclick: act });
    const isInside = at != null && at > coding.start && at < coding.end;
    const asks = this.workspace.codings.questionsAbout(coding.id).some((question) => question.status !== "closed");
    return [
      this.#qualifiers(coding),
      this.#ends(coding),
      h("div", { class: "wb-card-tools" },
        tool("recode", "recodeCode", () => this.workspace.openRecode(coding)),
        isInside ? tool("split", "splitCode", () => acts.split(coding, /** @type {number} */ (at))) : "",
        asks ? "" : tool("notSure", "notSureCode", () => this.ask(coding, room)),
        data.themes?.length && !coding.theme ? tool("challenges", "challengesCode", () => this.challenge(coding, room)) : "",
        tool("remove", "removeCode", () => {
          card.close();
          acts.remove(coding.id);
        })),
    ];
  }

  /** @param {Coding} coding */
  #qualifiers(coding) {
    const { phrases, data } = this.workspace;
    const choices = Object.entries(data.qualifiers ?? {});
    if (!choices.length) return "";
    return h("div", { class: "wb-qualifiers", role: "group", "aria-label": phrases.say("qualifiers") },
      ...choices.map(([key, name]) => button(name, {
        class: "wb-tool", "data-do": `${key}:${coding.id}`, "aria-pressed": String(coding.qualifier === key),
        onclick: () => this.qualify(coding, coding.qualifier === key ? "" : key),
      })));
  }

  /** @param {Coding} coding @param {string} key */
  qualify(coding, key) {
    this.workspace.acts.qualify(coding, key, this.workspace.data.qualifiers?.[key] ?? "");
  }

  /** @param {Coding} coding */
  #ends(coding) {
    const { phrases, shaping } = this.workspace;
    return endButtons(phrases, coding.id, phrases.say("moveCodingEnds"), (edge, step, unit) => shaping.moveEnd(edge, step, unit, coding));
  }

  /** What has been asked about a coding, with the answers. @param {Question} question @param {HTMLElement} room */
  thread(question, room) {
    const { phrases, acts, data } = this.workspace;
    const line = (/** @type {string} */ who, /** @type {string} */ words) => h("p", {}, h("b", {}, phrases.say("saidBy", { who })), " ", words);
    const may = question.mine || question.forMe || data.canAnswer;
    const waits = question.forMe ? phrases.say("waitsForYou") : question.to ? phrases.say("waitsForPerson", { who: question.to }) : phrases.say("waitsForAnswer");
    const tools = may && question.status !== "closed" ? [
      button(phrases.say(question.mine ? "addToQuestion" : "answer"), { class: "wb-remove", onclick: () => this.#line(room, question.mine ? "addToQuestion" : "answer", (words) => acts.answer(question.id, words)) }),
      button(phrases.say("closeQuestion"), { class: "wb-remove", onclick: () => acts.closeQuestion(question.id) })] : [];
    return h("div", { class: "wb-thread" }, line(question.mine ? phrases.say("you") : question.asker, question.text),
      ...question.answers.map(([who, words]) => line(who, words)),
      question.status === "open" ? h("p", { class: "wb-faint" }, waits) : "",
      h("div", { class: "wb-card-tools" }, ...tools));
  }

  /** The mark that a coding speaks against a theme. @param {Coding} coding */
  mark(coding) {
    const { phrases, data, acts } = this.workspace;
    const title = data.themes?.find(([id]) => id === coding.theme)?.[1] ?? "…";
    return h("div", { class: "wb-thread" }, h("p", {}, h("b", {}, phrases.say("challengesTheme", { theme: title })), coding.themeNote ? ` ${coding.themeNote}` : ""),
      data.canCode && coding.mine ? h("div", { class: "wb-card-tools" },
        button(phrases.say("takeBackMark"), { class: "wb-remove", onclick: () => acts.challenge(coding, null, "") })) : "");
  }

  /** “I am not sure”: one sentence to the mentor. @param {Coding} coding @param {HTMLElement} room */
  ask(coding, room) {
    this.#line(room, "askMentor", (words) => this.workspace.acts.ask(coding.id, words));
  }

  /** @param {Coding} coding @param {HTMLElement} room */
  challenge(coding, room) {
    const { phrases, data, acts } = this.workspace;
    const theme = /** @type {HTMLSelectElement} */ (h("select", { id: freshId("theme") }, ...(data.themes ?? []).map(([id, title]) => h("option", { value: id }, title))));
    const note = /** @type {HTMLInputElement} */ (h("input", { id: freshId("against"), type: "text", maxlength: "500", autocomplete: "off" }));
    this.#form(room, [
      h("label", { for: theme.id }, phrases.say("whichTheme")), theme,
      h("label", { for: note.id }, phrases.say("howAgainst")), note,
    ], theme, () => acts.challenge(coding, theme.value, note.value.trim()));
  }

  /** A form of one line. @param {HTMLElement} room @param {string} key @param {(words: string) => void} act */
  #line(room, key, act) {
    const input = /** @type {HTMLInputElement} */ (h("input", { id: freshId("line"), type: "text", maxlength: "500", autocomplete: "off" }));
    this.#form(room, [h("label", { for: input.id }, this.workspace.phrases.say(key)), input], input, () => {
      const words = input.value.trim();
      if (!words) return input.focus();
      act(words);
    });
  }

  /** @param {HTMLElement} room @param {HTMLElement[]} fields @param {HTMLElement} first @param {() => void} save */
  #form(room, fields, first, save) {
    const { phrases, card } = this.workspace;
    const done = () => {
      const before = room.childElementCount;
      const kept = first instanceof HTMLInputElement && !first.value.trim();
      if (!kept) room.replaceChildren(); // so that the card may draw itself anew
      save();
      if (before && !kept) card.refresh(true);
    };
    const form = h("div", { class: "wb-form wb-card-form" }, ...fields, h("div", { class: "wb-form-buttons" },
      button(phrases.say("send"), { class: "wb-primary", onclick: done }),
      button(phrases.say("cancel"), { onclick: () => {
        room.replaceChildren();
        card.refresh(true);
      } })));
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
        event.preventDefault();
        done();
      } else if (event.key === "Escape") {
        event.preventDefault();
        room.replaceChildren();
        card.refresh(true);
      }
    });
    room.replaceChildren(form);
    card.popup?.place();
    first.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }
}
