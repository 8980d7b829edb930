const MAX_SHOWN_CHARACTERS = 100

/** What a caller is told of a query parameter that the route does not know; a long name is shown in part. */
export const unknownQuery = (name: string): string =>
  `The query parameter "${name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name}" is not known here.`
