// The JSON-LD libraries' HTTP client imports undici for agents that nothing here passes to it. Contexts come from a
// static table, so in a bundle undici would be 400 KB of a network client that must never be used.
const REASON = 'undici is left out of the bundle: JSON-LD contexts come from the static table, not from the network'

function refuse() {
  throw new Error(REASON)
}

export class Agent {
  constructor() {
    refuse()
  }
}

export class Request {
  constructor() {
    refuse()
  }
}

export const fetch = refuse
