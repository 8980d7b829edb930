import type { OutcomeWords } from './outcome-words.ts'

const PLURAL = new Intl.PluralRules('en')
const count = (number: number, one: string, many: string) => `${number} ${PLURAL.select(number) === 'one' ? one : many}`

/** The page of an outcome in English. */
export const outcomeEn: OutcomeWords = {
  settledIn: 'Settled in',
  title: { objection: 'How an objection was settled', appeal: 'How an appeal was settled' },
  outcome: {
    objection: {
      upheld: 'The objection was upheld: the claim is refused.',
      dismissed: 'The objection was dismissed: the rule counts as met.',
    },
    appeal: {
      upheld: 'The appeal was upheld: the claim is no longer refused, and the rule counts as met.',
      dismissed: 'The appeal was dismissed: the claim stays refused.',
    },
  },
  takenBack: 'Nothing was decided: the learner had taken the claim back.',
  basis: {
    'no-votes': 'Nobody who was drawn voted in time.',
    'no-panel': 'The community had nobody who could be drawn.',
    withdrawn: 'The claim is withdrawn.',
  },
  votes: (upheld, dismissed) => `${count(upheld, 'vote', 'votes')} for it, ${dismissed} against it.`,
  intro:
    'This page names nobody: everyone has a pseudonym that is used only in objections and appeals about this one claim. What people wrote is for those whom it concerns, and is not published.',
  achievement: 'The achievement',
  against: 'Made against',
  met: 'Rule met on',
  raised: 'Raised on',
  settled: 'Settled on',
  seat: { member: 'Member', drawnIn: 'Drawn in', said: 'Vote', when: 'When' },
  objected: { objection: 'What was objected', appeal: 'Who appealed' },
  grounds: {
    'not-own-work': 'The work is not the learner’s own.',
    'evidence-not-genuine': 'The evidence is not genuine.',
    'criteria-not-met': 'The work does not meet the criteria.',
    'endorsers-not-independent': 'The endorsers are not independent of the learner, or of each other.',
    conduct: 'Someone’s conduct.',
    other: 'Something else.',
  },
  withoutGrounds: 'No grounds from the list were named.',
  panel: 'The panel',
  panelCaption: 'Who was drawn, and how they voted',
  nobodyDrawn: 'Nobody was drawn.',
  vote: { upheld: 'It is right', dismissed: 'It is not right' },
  noVote: 'No vote',
  replaced: 'Did not vote in time, and was replaced',
  declined: 'Declined to settle it',
  lots: 'How the panel was drawn',
  lotsIntro:
    'Every member of the community has a lot: the SHA-256, in hexadecimal, of the seed, a vertical bar and their pseudonym. The lowest lots that may sit are drawn. Each lot up to the last one looked at is listed, with what became of it.',
  seed: 'The seed',
  draw: (number, members) => `Draw ${number}, among ${count(members, 'member', 'members')}`,
  drawCaption: 'The lots that were looked at, lowest first',
  lot: 'Lot',
  became: 'What became of it',
  code: {
    drawn: 'Drawn',
    'drawn-leader': 'Drawn as an owner or facilitator, for lack of others',
    learner: 'The learner',
    collaborator: 'Shares the work',
    endorser: 'Judged the claim',
    objector: 'Objected',
    'earlier-panel': 'Drawn before',
    'mutual-pair': 'Has endorsed a party to this, and been endorsed by them',
    'same-person': 'A second account of someone who has a part in it, or was drawn',
    'joined-later': 'Joined the community after it was raised',
    'not-eligible': 'Not someone whom the rule lets judge',
  },
  more: (number) => `${count(number, 'more lot is', 'more lots are')} listed in the JSON.`,
  listDigest: 'SHA-256 of this list (base64url)',
  policyDigest: 'SHA-256 of the rule (base64url)',
  evidenceDigest: 'SHA-256 of the evidence (base64url)',
  check: 'How to check it',
  checkSignature: (cryptosuite) =>
    `The JSON carries a signature of the community (${cryptosuite}), which any implementation of W3C Data Integrity can check against the keys that the community publishes.`,
  checkLots:
    'The lots: hash the seed, “|” and each pseudonym of the list with SHA-256. The hashes must grow from one row to the next, and the panel must be the first of those who may sit.',
  checkDigest:
    'The digest of each list is that of its JSON in canonical form (RFC 8785). Nobody can tell from here which member a pseudonym stands for.',
  json: 'The signed outcome (JSON)',
  keys: 'The keys of the community',
}
