/** What each of the three says of a badge. */
export interface Verdicts {
  readonly ours: 'accept' | 'refuse' | 'undetermined'
  readonly vc: 'accept' | 'refuse'
  readonly core: 'accept' | 'refuse'
}

/** Changes on which the three differ in one way and for one reason. */
export interface Difference extends Verdicts {
  readonly why: string
  /** By the names they have in `test/support/differential`. */
  readonly mutations: readonly string[]
}

/**
 * Every difference between this verifier, `@digitalbazaar/vc` (`vc`) and `@digitalcredentials/verifier-core` (`core`) on the
 * badges of `differential.test.ts`, which fails for one that is missing here and for one that no longer is.
 */
export const DIFFERENCES: readonly Difference[] = [
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'refuse',
    why: 'Its id is required by Open Badges 3.0; that a badge without one is still a credential of the W3C is all that @digitalbazaar/vc asks.',
    mutations: ['signed without: /id of one with a status', 'after signing: @id in place of id'],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'A class of Open Badges 3.0 requires the member, or an entry in the list. The others check the data model of the W3C; the schema check of verifier-core is left out here, since its schemas cannot be had offline.',
    mutations: [
      'signed without: /validFrom of one with a status',
      'signed without: /credentialSubject/id of one with a status',
      'signed without: /credentialSubject/achievement of one with a status',
      'signed without: /credentialSubject/achievement/id of one with a status',
      'signed without: /credentialSubject/achievement/name of one with a status',
      'signed without: /credentialSubject/achievement/description of one with a status',
      'signed without: /credentialSubject/achievement/criteria of one with a status',
      'signed without: /credentialSubject/achievement/criteria/narrative of one with a status',
      'signed without: /credentialSubject/identifier/0 of one rich',
      'signed without: /credentialSubject/identifier/0/hashed of one rich',
      'signed without: /credentialSubject/identifier/0/identityHash of one rich',
      'signed without: /credentialSubject/identifier/0/identityType of one rich',
      'signed without: /credentialSubject/achievement of one rich',
      'signed without: /credentialSubject/achievement/id of one rich',
      'signed without: /credentialSubject/achievement/name of one rich',
      'signed without: /credentialSubject/achievement/description of one rich',
      'signed without: /credentialSubject/achievement/criteria of one rich',
      'signed without: /credentialSubject/achievement/alignment/0 of one rich',
      'signed without: /credentialSubject/achievement/alignment/0/targetName of one rich',
      'signed without: /credentialSubject/achievement/alignment/0/targetUrl of one rich',
      'signed without: /credentialSubject/achievement/resultDescription of one rich',
      'signed without: /credentialSubject/achievement/resultDescription/0 of one rich',
      'signed without: /credentialSubject/achievement/resultDescription/0/id of one rich',
      'signed without: /credentialSubject/achievement/resultDescription/0/name of one rich',
      'signed without: /credentialSubject/achievement/resultDescription/0/resultType of one rich',
      'signed without: /credentialSubject/result/0 of one rich',
      'signed without: /image/id of one rich',
      'signed without: /evidence/0 of one rich',
    ],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'The classes of Open Badges 3.0 say what type the value has. For JSON-LD a number is as good as a text.',
    mutations: [
      'signed with another type of value: /name of one with a status',
      'signed with another type of value: /issuer/name of one with a status',
      'signed with another type of value: /credentialSubject/achievement/name of one with a status',
      'signed with another type of value: /credentialSubject/achievement/description of one with a status',
      'signed with another type of value: /credentialSubject/achievement/criteria/narrative of one with a status',
      'signed with another type of value: /credentialSubject/identifier/0/hashed of one rich',
      'signed with another type of value: /credentialSubject/identifier/0/identityHash of one rich',
      'signed with another type of value: /credentialSubject/identifier/0/identityType of one rich',
      'signed with another type of value: /credentialSubject/identifier/0/salt of one rich',
      'signed with another type of value: /credentialSubject/achievement/name of one rich',
      'signed with another type of value: /credentialSubject/achievement/description of one rich',
      'signed with another type of value: /credentialSubject/achievement/criteria/narrative of one rich',
      'signed with another type of value: /credentialSubject/achievement/alignment/0/targetName of one rich',
      'signed with another type of value: /credentialSubject/achievement/alignment/0/targetUrl of one rich',
      'signed with another type of value: /credentialSubject/achievement/resultDescription/0/name of one rich',
      'signed with another type of value: /credentialSubject/achievement/resultDescription/0/resultType of one rich',
      'signed with another type of value: /credentialSubject/achievement/resultDescription/0/requiredValue of one rich',
      'signed with another type of value: /credentialSubject/result/0/resultDescription of one rich',
      'signed with another type of value: /credentialSubject/result/0/value of one rich',
      'signed with another type of value: /description of one rich',
      'signed with another type of value: /awardedDate of one rich',
      'signed with another type of value: /image/caption of one rich',
      'signed with another type of value: /evidence/0/name of one rich',
      'signed with another type of value: /evidence/0/narrative of one rich',
    ],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'The signed statements stay the same, so the signature holds; but software that reads the JSON finds no such member where the standard has it, or another one. Only documents in the form of their class are accepted here.',
    mutations: [
      'after signing: a context inside that renames a term',
      'after signing: the name in a list',
      'after signing: the name as a value object',
      'after signing: a member that is null',
      'after signing: an empty list of evidence',
    ],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'A proof whose type no context defines makes the document no JSON-LD in safe mode, which is asked for the whole document here; the others take the proof they know and do not look at the rest.',
    mutations: ['after signing: a second proof of an unknown kind'],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'Open Badges 3.0 says what these members must be; the others take any text or object.',
    mutations: [
      'signed: an issuer that is a text',
      'signed: a start without a time zone',
      'signed: a start on the 30th of February',
      'signed: a date of award that is none',
      'signed: a subject without id and identifier',
      'signed: an achievement without criteria in words or address',
      'signed: an achievement type that is not in the list',
      'signed: an issuer whose address is no URI',
    ],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'A key that its owner marked as revoked or ended vouches for nothing (Controlled Identifiers, 2.2). The others do not read these members.',
    mutations: ['the DID document: says that the key was revoked', 'the DID document: says that the key has expired'],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: 'Bitstring Status List asks for 131,072 entries at least, so that nobody can tell from a list whose badge is looked up. The others do not count them.',
    mutations: ['the status list: is shorter than lists must be'],
  },
  {
    ours: 'refuse',
    vc: 'accept',
    core: 'accept',
    why: "Endorsements inside a badge are credentials of their own: each is verified here, and one that does not hold makes the badge fail. The others never look into them, since the badge's own signature covers what they say.",
    mutations: [
      'an endorsement that was signed for another badge',
      'an endorsement that was signed for nothing',
      'an endorsement that was signed with an end that is past',
      'an endorsement that was signed with a start that is to come',
      'an endorsement that was signed in the name of another',
      'an endorsement, after it was signed: another comment',
      'an endorsement, after it was signed: another date',
      'an endorsement, after it was signed: no proof',
      'an endorsement, after it was signed: a proof that names a stranger',
      'an endorsement, after it was signed: signed again by a stranger',
    ],
  },
  {
    ours: 'undetermined',
    vc: 'refuse',
    core: 'refuse',
    why: 'Without the name of its cryptosuite nothing can be said of a proof, and so of the badge; the others report a failure.',
    mutations: ['after signing: the proof without cryptosuite'],
  },
  {
    ours: 'undetermined',
    vc: 'refuse',
    core: 'refuse',
    why: 'Contexts are never fetched, so nothing is known of what the document says; the others report a failure.',
    mutations: ['after signing: a context that nobody publishes'],
  },
  {
    ours: 'undetermined',
    vc: 'refuse',
    core: 'refuse',
    why: 'Whether the badge was revoked cannot be known from such an entry or list, so the outcome is open; the others do not accept it.',
    mutations: [
      'the status list: has ended',
      'the status list: is not there',
      'the status entry: is of a kind that nobody knows',
    ],
  },
  {
    ours: 'accept',
    vc: 'accept',
    core: 'refuse',
    why: 'Of the suites of Data Integrity, verifier-core knows eddsa-rdfc-2022 alone.',
    mutations: ['signed: ecdsa-rdfc-2019 with P-256'],
  },
  {
    ours: 'refuse',
    vc: 'refuse',
    core: 'accept',
    why: 'The library verifier-core does not compare the issuer of a status list with that of the badge, so anyone who controls an address named in it could say that it stands.',
    mutations: ['the status list: is signed by a stranger in their own name'],
  },
  {
    ours: 'accept',
    vc: 'refuse',
    core: 'refuse',
    why: 'A DID document may name its keys relative to its DID (DID Core, 3.2.2). The others compare the names letter by letter.',
    mutations: ['the DID document: names the key by what follows the number sign'],
  },
]
