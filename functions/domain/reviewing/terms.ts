/** How long an offer stands untaken: as long as a request waits before it is widened. */
export const OFFER_HOURS = 72

/** How long after an offer whoever has not taken it is reminded. */
export const REMINDER_HOURS = 24

/** How long whoever takes a request has it to themself. */
export const LEASE_HOURS = 8

/** How long a request waits before it is opened up to more people. */
export const WIDEN_HOURS = 72

/** How long a request is open at most. */
export const EXPIRY_DAYS = 14

/** After how long a request that found too few people looks again. */
export const LOOK_AGAIN_MINUTES = 60

/** How many requests may wait for one person before no more are drawn for them; twice as many once widened. */
export const OPEN_LIMIT = 5
export const WIDENED_OPEN_LIMIT = 10

/** Asked by name somebody may have as many open. */
export const NAMED_OPEN_LIMIT = 20

/** How many judgements one request may ask for. */
export const MAX_WANTED = 10

/** How many requests of its learner may be open for a claim at once, and how many a claim may have in all. */
export const MAX_OPEN_REQUESTS = 3
export const MAX_REQUESTS = 50

/** Whoever the learner endorsed within so many days is not drawn for them, unless the policy states a window of its own. */
export const PAIR_WINDOW_DAYS = 90
