const MAX_NAME_CHARACTERS = 2048
const MAX_TITLE_CHARACTERS = 300
const NAME = /^(?:https?:\/\/|did:|urn:)[^\s@]+$/
const STATED_DATE = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/

type Text = string | undefined

/** An address, DID or URN of reasonable length that holds no mailbox and no password; otherwise `undefined`. */
export const asPublicName = (id: Text): Text =>
  id !== undefined && id.length <= MAX_NAME_CHARACTERS && NAME.test(id) && !/%40/i.test(id) ? id : undefined

/** An address without query and fragment, which may hold keys and names. */
export const asAddress = (url: Text): Text => asPublicName(url?.replace(/[?#].*$/s, ''))

/** A title, cut where it gets long. */
export const asTitle = (title: Text): Text =>
  title !== undefined && title.length > MAX_TITLE_CHARACTERS
    ? `${[...title].slice(0, MAX_TITLE_CHARACTERS / 2 - 1).join('')}…`.toWellFormed()
    : title?.toWellFormed()

/** A date as documents write it; what is none is left out. */
export const asStatedDate = (date: Text): Text =>
  date !== undefined && date.length <= 40 && STATED_DATE.test(date) ? date : undefined
