/**
 * The shapes that travel between Python, the server and this page. Types only; nothing runs here.
 *
 * Positions called `start` and `end` are Unicode code points of the whole transcript, half-open, as Python counts them.
 * Positions called `from` and `to` are UTF-16 units of the same text, as the browser counts them.
 *
 * @typedef {{start: number, end: number}} Span
 * @typedef {{from: number, to: number}} Units
 *
 * @typedef {object} DocumentData
 * @property {string} doc digest of the text and its turns
 * @property {string} text
 * @property {[number, number, number, number, number | null][]} turns number, start, end, speaker index, seconds
 * @property {{label: string, name: string, role: string}[]} speakers
 * @property {[number, string][]} [locks] number of a turn that may not be quoted, and why
 * @property {[number, number][]} grey the transcriber's notes, such as "(laughs)"
 * @property {[number, number][]} sentences
 *
 * @typedef {object} Code
 * @property {string} id
 * @property {string} label
 * @property {string} letters
 * @property {string} path
 * @property {string} colour
 * @property {string} definition
 * @property {string} exclude
 * @property {string} nearMiss
 * @property {boolean} codable
 * @property {boolean} retired
 *
 * @typedef {[string, string, number, number, string, string, {qualifier?: string, theme?: string, themeNote?: string}?]} CodingRow
 * id, code, start, end, coder, flags, and what few codings have. Flags are letters: "m" mine, "s" grew out of a suggestion.
 *
 * @typedef {object} Coding
 * @property {string} id
 * @property {string} code
 * @property {number} start
 * @property {number} end
 * @property {string} coder
 * @property {boolean} mine
 * @property {boolean} suggested
 * @property {boolean} unsure a question about it is open
 * @property {string} qualifier key of one of the project's qualifiers, or empty
 * @property {string | null} theme the theme that it speaks against
 * @property {string} themeNote
 * @property {boolean} pending painted here, not yet acknowledged by the server
 * @property {number} [lane] the column of its bracket in the margin
 *
 * @typedef {object} Question
 * @property {string} id
 * @property {string | null} coding
 * @property {string} asker
 * @property {boolean} mine
 * @property {string} [to] whom a mentor speaks to; empty for a question to the mentor
 * @property {boolean} [forMe] whether that is this person
 * @property {string} text
 * @property {string} status open, answered or closed
 * @property {[string, string][]} answers author and words
 *
 * @typedef {object} Suggestion
 * @property {string} id
 * @property {string} codeId
 * @property {number} start
 * @property {number} end
 * @property {string} quote
 * @property {string} band
 * @property {string[]} because
 *
 * @typedef {object} Offer what is suggested now
 * @property {string | null} key its digest, to be told to the server; null where nothing is to be suggested
 * @property {Suggestion[]} all
 * @property {boolean} [failed] whether suggestions could not be refreshed the last time
 *
 * @typedef {"accept" | "reject" | "unsure" | "never"} Verdict
 *
 * @typedef {Record<string, string | Record<string, string>>} Words
 *
 * @typedef {object} SurfaceData
 * @property {string} doc
 * @property {string} [revision] id of the text that is shown
 * @property {string} transcript
 * @property {string} actor
 * @property {boolean} canCode
 * @property {string} api
 * @property {string} token
 * @property {number} seq
 * @property {boolean} [canUndo]
 * @property {boolean} [canRedo]
 * @property {number | null} [readTo] number of the last turn this person has read
 * @property {boolean} [readingFirst] open without tools
 * @property {boolean} [canAnswer] whether this person answers questions
 * @property {Question[]} [questions]
 * @property {[string, string][]} [themes] id and title
 * @property {Record<string, string>} [qualifiers] key and what it is called
 * @property {[number, number, string][]} [contentNotes] first and last turn, what is hard; 0 and 0 for the whole transcript
 * @property {string} [support] who to talk to when it is hard
 * @property {Code[]} codes
 * @property {CodingRow[]} codings
 * @property {Offer} suggestions
 * @property {number | null} goTo
 * @property {Words} words
 *
 * @typedef {{op: string, kind: string} & Record<string, any>} Operation
 *
 * @typedef {object} Changes
 * @property {{put?: CodingRow[], drop?: string[]}} [codings]
 * @property {{put?: Question[], drop?: string[]}} [questions]
 * @property {{put?: Code[]}} [codes]
 * @property {Offer} [suggestions]
 *
 * @typedef {object} Answer what the server says to a batch of operations
 * @property {string[]} acknowledged
 * @property {{op: string, reason: string}[]} refused
 * @property {number} seq
 * @property {string} saved ISO time
 * @property {Changes} [changes]
 * @property {boolean} [canUndo]
 * @property {boolean} [canRedo]
 * @property {string | null} [undone]
 * @property {string} [revision] the present text, in which all places are
 */
export {};
