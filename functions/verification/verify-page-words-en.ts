import type { VerifyWords } from './verify-page-words.ts'

const COUNTS = new Intl.PluralRules('en')
const isOne = (count: number) => COUNTS.select(count) === 'one'

/** The page that verifies, in English. */
export const en: VerifyWords = {
  title: 'Verify a badge',
  site: 'Badge verification',
  intro:
    'Checks any Open Badge: whether it is unchanged since it was signed, whether the key belongs to its issuer, whether it was revoked or has expired, and whether each endorsement in it holds.',
  form: {
    what: 'The badge',
    whatHint: 'Give one of these three.',
    url: 'Its address',
    urlHint: 'The link to the badge, beginning with https://',
    file: 'A file',
    fileHint: 'Choose a file, or drop one here: a PNG or SVG picture of a badge, JSON, or a JWT. At most 4 MB.',
    text: 'Its text',
    textHint: 'Paste the JSON or the JWT.',
    whom: 'Whose it is (optional)',
    whomHint:
      'Many badges name their owner by an address that nobody can read from them. With the address you were given, you can tell whether it is the same one.',
    type: 'What you know of the person',
    types: {
      emailAddress: 'E-mail address',
      id: 'Id, such as a DID',
      userName: 'User name',
      accountId: 'Account number',
      sourcedId: 'Student or staff number',
      nationalIdentityNumber: 'National identity number',
      identifier: 'Another identifier',
    },
    value: 'Their address or identifier',
    valueHint: 'It is compared with the badge, and not kept, logged or shown.',
    receipt: 'Keep a signed receipt',
    receiptHint:
      'It states what was found today under an address of its own, for 366 days, and does not name the person.',
    submit: 'Verify',
    kept: 'Nothing else of what you send is kept.',
  },
  obstacleHeading: 'Nothing was checked',
  obstacles: {
    nothing: { says: 'No badge was given.', todo: 'Give its address, a file, or its text.' },
    several: { says: 'More than one badge was given.', todo: 'Fill in only one of the three fields.' },
    'no-address': {
      says: 'What was given as the address is not a web address.',
      todo: 'Copy the whole link, beginning with https://. The text of a badge goes into the field for it.',
    },
    'recipient-type': {
      says: 'It was not said what is known of the person.',
      todo: 'Choose whether it is an e-mail address, an id or something else.',
    },
    'recipient-long': {
      says: 'What was given about the person is too long.',
      todo: 'Give their e-mail address or another identifier of at most 2,048 characters.',
    },
    unreadable: {
      says: 'What your browser sent could not be read.',
      todo: 'Send the form once more. Where that does not help, paste the text of the badge.',
    },
    'too-large': {
      says: 'What was sent is too large.',
      todo: 'At most 4 MB are taken. Give the address of the badge, or the badge as JSON.',
    },
    'wrong-type': { says: 'What was sent is not the form on this page.', todo: 'Fill in the form below.' },
    busy: { says: 'There are too many requests at the moment.', todo: 'Wait a few seconds, and send it once more.' },
    broken: {
      says: 'Something broke on our side; this says nothing about the badge.',
      todo: 'Try again in a while.',
    },
    other: { says: 'The request was not one this page takes.', todo: 'Fill in the form below.' },
  },
  verdicts: {
    verified: {
      heading: 'Verified',
      meaning: 'No check failed or was left open: the badge is as its issuer signed it, and it stands.',
    },
    'not-verified': {
      heading: 'Not verified',
      meaning: 'At least one check failed. Do not rely on this badge.',
    },
    undetermined: {
      heading: 'Could not be checked',
      meaning:
        'No check failed, but at least one could not be carried out. That speaks neither for the badge nor against it.',
    },
  },
  recipientHeading: 'Whose it is',
  recipient: {
    matched: 'Yes: the badge was given to whom you named.',
    'not-matched': 'No: the badge does not say that it was given to whom you named.',
    undetermined: 'Unknown: it could not be told whether the badge was given to whom you named.',
  },
  recipientApart: 'This is apart from the verdict, which is about the badge alone.',
  askRecipient: 'Does it belong to the person who showed it to you?',
  factsHeading: 'What the badge says',
  factsUnproven: 'Nobody vouches for this, since the badge was not found to hold.',
  badge: 'Badge',
  unnamedBadge: 'Without a name',
  issuer: 'Issuer',
  unnamedIssuer: 'Without a name',
  issuerAt: (host) => `at ${host}`,
  issuerNowhere: 'a key that no host stands for',
  achievement: 'Achievement',
  awarded: 'Awarded on',
  signed: 'Signed on',
  expires: 'Valid until',
  presented: 'Given as',
  forms: { json: 'JSON', jwt: 'JWT', png: 'PNG picture', svg: 'SVG picture' },
  presentedFrom: 'from',
  digest: 'SHA-256 of the text',
  standard: 'Checked by',
  standards: { 'open-badges-3.0': 'Open Badges 3.0', 'open-badges-2.0': 'Open Badges 2.0' },
  verifiedAt: 'Checked on',
  receipt: 'Receipt',
  receiptHint: 'Whoever has this address can see what was found today.',
  refreshed: (from, to) =>
    `The issuer has given out a newer version, of ${to}; the one that was presented is of ${from}. The checks are of the newer one.`,
  award: {
    heading: 'Why it was given',
    met: (counted, required) =>
      `The rule was met: ${counted} ${isOne(counted) ? 'endorsement' : 'endorsements'} counted, ${required} needed.`,
    unmet: (counted, required) =>
      `The rule was not met: ${counted} ${isOne(counted) ? 'endorsement' : 'endorsements'} counted, ${required} needed.`,
    given: (first, last) =>
      first === last ? `They were given on ${first}.` : `They were given between ${first} and ${last}.`,
    decided: (date) => `It was decided on ${date}.`,
    found: 'This was found by deciding once more on what the award record holds.',
    record: 'Award record',
  },
  issuerFacts: {
    heading: 'About the issuer',
    intro: 'These are facts, and no part of the verdict.',
    domain: 'Publishes its key at',
    noDomain: 'No web domain is known to be its own.',
    listed: 'Listed in',
    unlisted: 'None of the registries asked lists it, as is so for most issuers.',
    unreached: 'Could not be asked',
    firstSeen: 'First seen here on',
    badges: 'Badges issued here',
  },
  checksHeading: 'What was checked',
  groups: {
    fail: (count) => `Failed (${count})`,
    skip: (count) => `Could not be checked (${count})`,
    warn: (count) => `Worth knowing (${count})`,
    pass: (count) => `Passed (${count})`,
  },
  steps: {
    parse: 'Reading',
    conformance: 'Structure',
    proof: 'Signature',
    issuer: 'Issuer and key',
    refresh: 'Newer version',
    status: 'Revocation',
    dates: 'Dates',
    recipient: 'Recipient',
    endorsements: 'Endorsements',
    award: 'Award rule',
  },
  sentence: () => undefined,
  code: 'code',
  place: 'at',
  standardOn: (step) => `The standard on: ${step}`,
  endorsersHeading: (count) => (isOne(count) ? '1 endorsement in it' : `${count} endorsements in it`),
  endorsersShown: (shown, count) =>
    `The ${shown} to look at first are listed here, of ${count}: those that do not hold, then those that could not be checked. The report has all of them.`,
  unnamedEndorser: 'An endorser who is not named',
  endorserVerdicts: {
    verified: 'holds',
    'not-verified': 'does not hold',
    undetermined: 'could not be checked',
  },
  allChecks: (count) => (isOne(count) ? 'The 1 check of it' : `All ${count} checks of it`),
  report: {
    heading: 'This check',
    download: 'Download the report (JSON)',
    hint: 'It holds all that is on this page, for software and for your files.',
    tooLarge:
      'The report is too long for this page. POST /v1/verifications gives it as JSON for the same badge; the reference of the API says how.',
  },
  another: 'Verify another badge',
}
