import type { Caller, Scope } from '../domain/community/caller.ts'
import type { Role } from '../domain/community/member.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'

/** Who may call an operation. */
export type Access =
  /** Anyone; credentials are not looked at. */
  | 'anyone'
  | {
      readonly administrator: boolean
      /** The scope an API key needs; without one no key may. */
      readonly scope?: Scope
      /** A scope that does as well. */
      readonly otherScope?: Scope
      /**
       * Roles whose members may, by their own token or by a key that acts for them. `self` stands for any member, for
       * what is their own: themself, their claim, their endorsement. The operation checks whose it is.
       */
      readonly roles: readonly (Role | 'self')[]
    }

const only = (scope: Scope, ...roles: readonly (Role | 'self')[]) => ({ administrator: false, scope, roles }) as const
const LEADERS = ['owner', 'facilitator'] as const
const EVERYONE = ['owner', 'facilitator', 'member'] as const

/** Operation → who may. `docs/permissions.md` says the same in words; a test compares both with what happens. */
export const PERMISSIONS = {
  createCommunity: { administrator: true, roles: [] },
  rotatePlatformKey: { administrator: true, roles: [] },
  compromisePlatformKey: { administrator: true, roles: [] },
  getCommunity: only('community:read', 'owner'),
  changeCommunity: only('community:write', 'owner'),
  getStatistics: only('community:read', ...EVERYONE),
  createApiKey: { administrator: true, roles: ['owner'] },
  listApiKeys: only('community:read', 'owner'),
  revokeApiKey: only('community:write', 'owner'),
  listIssuerKeys: only('keys:read', 'owner'),
  addIssuerKey: only('keys:write', 'owner'),
  compromiseIssuerKey: only('keys:write', 'owner'),
  addMember: only('members:write', ...LEADERS),
  listMembers: only('members:read', ...LEADERS),
  getMember: only('members:read', ...LEADERS, 'self'),
  changeMember: only('members:write', ...LEADERS),
  eraseMember: only('members:write', 'owner', 'self'),
  exportMember: only('members:read', 'owner', 'self'),
  listConsents: only('members:read', 'owner', 'self'),
  challengeDid: only('members:write', 'self'),
  proveDid: only('members:write', 'self'),
  listDids: only('members:read', 'self'),
  removeDid: only('members:write', 'self'),
  createChallenge: only('achievements:write', ...LEADERS),
  listChallenges: only('achievements:read', ...EVERYONE),
  getChallenge: only('achievements:read', ...EVERYONE),
  changeChallenge: only('achievements:write', ...LEADERS),
  recordParticipation: only('claims:write', ...LEADERS, 'self'),
  listParticipants: only('claims:read', ...EVERYONE),
  setCalibration: only('achievements:write', ...LEADERS),
  getCalibration: only('achievements:read', ...EVERYONE),
  addGoldSample: only('achievements:write', ...LEADERS),
  listGoldSamples: only('achievements:write', ...LEADERS),
  removeGoldSample: only('achievements:write', ...LEADERS),
  startAttempt: only('endorsements:write', ...EVERYONE),
  getAttempt: only('endorsements:write', 'self'),
  answerAttempt: only('endorsements:write', 'self'),
  getLicence: only('members:read', ...LEADERS, 'self'),
  setRecognition: only('members:write', 'self'),
  getRecognition: only('members:read', 'self'),
  draftAchievement: only('achievements:write', ...LEADERS),
  listAchievements: only('achievements:read', ...EVERYONE),
  getAchievement: only('achievements:read', ...EVERYONE),
  changeAchievement: only('achievements:write', ...LEADERS),
  publishAchievement: only('achievements:write', ...LEADERS),
  dryRunPolicy: only('claims:read', ...LEADERS),
  getAchievementVersion: only('achievements:read', ...EVERYONE),
  openClaim: only('claims:write', ...EVERYONE),
  listClaims: only('claims:read', ...EVERYONE),
  getClaim: only('claims:read', ...EVERYONE),
  getEvidenceDifference: only('claims:read', ...EVERYONE),
  addEvidence: only('claims:write', 'self'),
  withdrawClaim: only('claims:write', 'self'),
  giveEndorsement: only('endorsements:write', ...EVERYONE),
  reviseEndorsement: only('endorsements:write', 'self'),
  withdrawEndorsement: only('endorsements:write', 'self'),
  undoEndorsement: only('endorsements:write', 'self'),
  giveEndorsementCredential: only('endorsements:write', ...EVERYONE),
  reviseEndorsementCredential: only('endorsements:write', 'self'),
  askForReview: only('claims:write', 'self'),
  listClaimReviewRequests: only('claims:read', ...EVERYONE),
  withdrawReviewRequest: only('claims:write', 'self'),
  takeReviewRequest: only('endorsements:write', 'self'),
  declineReviewRequest: only('endorsements:write', 'self'),
  listMemberReviewRequests: only('claims:read', 'self'),
  getReviewing: only('members:read', 'self'),
  changeReviewing: only('members:write', 'self'),
  raiseObjection: only('endorsements:write', ...EVERYONE),
  raiseAppeal: only('claims:write', 'self'),
  castVote: only('endorsements:write', 'self'),
  listObjections: only('claims:read', ...EVERYONE),
  getObjection: only('claims:read', ...EVERYONE),
  listPanelSeats: only('claims:read', 'self'),
  eraseEndorsements: only('members:write', ...LEADERS, 'self'),
  revokeCredential: only('credentials:write', ...LEADERS),
  giveUpCredential: only('credentials:write', 'self'),
  suspendCredential: only('credentials:write', ...LEADERS),
  reinstateCredential: only('credentials:write', ...LEADERS),
  getCredentialStatus: only('credentials:write', ...LEADERS),
  refreshCredential: only('credentials:write', ...LEADERS, 'self'),
  listCredentialVersions: only('credentials:write', ...LEADERS, 'self'),
  getCredentialVersion: only('credentials:write', ...LEADERS, 'self'),
  createVcIssuer: { ...only('community:write', 'owner'), otherScope: 'vc:issue' },
  listVcIssuers: { ...only('community:read', 'owner'), otherScope: 'vc:issue' },
  issueCredential: only('vc:issue'),
  changeVcStatus: only('vc:issue'),
  verifyVerifiableCredential: 'anyone',
  verifyVerifiablePresentation: 'anyone',
  createVerification: 'anyone',
  getVerifyPage: 'anyone',
  verifyOnPage: 'anyone',
  getCredential: 'anyone',
  getCredentialStatusImage: 'anyone',
  getRefreshed: 'anyone',
  getAward: 'anyone',
  getAwardEvidence: 'anyone',
  getEndorsement: 'anyone',
  getPublishedAchievement: 'anyone',
  getAchievementImage: 'anyone',
  getImage: 'anyone',
  getProfile: 'anyone',
  getDidDocument: 'anyone',
  getVcIssuerDidDocument: 'anyone',
  getPublishedKey: 'anyone',
  getJwkSet: 'anyone',
  getDisputeOutcome: 'anyone',
  getReceipt: 'anyone',
  getPlatformDidDocument: 'anyone',
  getStatusList: 'anyone',
  getHealth: 'anyone',
  getOpenApi: 'anyone',
} as const satisfies Record<string, Access>

/** The operations of the API by their `operationId`. */
export type OperationId = keyof typeof PERMISSIONS

/** Who may call an operation. */
export const accessTo = (operation: OperationId): Access => PERMISSIONS[operation]

/** `*` is every scope but the one to have anything at all signed. */
const hasScope = (scopes: readonly Scope[], scope: Scope) =>
  scopes.includes(scope) || (scope !== 'vc:issue' && scopes.includes('*'))

/** The member a caller is or acts for. */
export const actingMemberOf = (caller: Caller) =>
  caller.kind === 'member' ? caller.member : caller.kind === 'api-key' ? caller.actingFor : undefined

/**
 * Decides whether a caller may call an operation at all. What it may reach with it (its own claim, say) is for the
 * operation to decide.
 *
 * A key that acts for a member has the rights that both its scopes and that member's role give.
 *
 * @param community  The community the request is about; `undefined` when it is about none, or before it is known.
 * @returns `unauthenticated`, `community_not_found` (a key or person of another community), `insufficient_scope` or
 * `forbidden` as refusals.
 */
export function decidePermission(operation: OperationId, caller: Caller, community?: Slug): Result<void, Refusal> {
  const access = accessTo(operation)
  if (access === 'anyone') return ok(undefined)
  switch (caller.kind) {
    case 'anonymous':
      return err({ code: 'unauthenticated', detail: 'Send credentials as "Authorization: Bearer …".' })
    case 'administrator':
      return access.administrator
        ? ok(undefined)
        : err({
            code: 'forbidden',
            detail: 'The administrator creates communities and API keys, and does nothing else.',
          })
    case 'api-key':
      return decideKey(access, caller, community)
    case 'member':
      if (community !== undefined && caller.community !== community) return err({ code: 'community_not_found' })
      return decideRole(access, caller.member.role)
  }
}

type Granted = Exclude<Access, 'anyone'>

function decideKey(
  access: Granted,
  { community: own, scopes, actingFor }: Extract<Caller, { kind: 'api-key' }>,
  community: Slug | undefined,
): Result<void, Refusal> {
  if (access.scope === undefined) return err({ code: 'forbidden', detail: 'No API key may do that.' })
  if (community !== undefined && own !== community) return err({ code: 'community_not_found' })
  if (!scopesOf(access).some((scope) => hasScope(scopes, scope)))
    return err({ code: 'insufficient_scope', detail: `It takes the scope "${scopesOf(access).join('" or "')}".` })
  return actingFor ? decideRole(access, actingFor.role) : ok(undefined)
}

/** The scopes of which a key needs one. */
export const scopesOf = ({ scope, otherScope }: Granted): readonly Scope[] =>
  [scope, otherScope].filter((each) => each !== undefined)

function decideRole({ roles, administrator }: Granted, role: Role): Result<void, Refusal> {
  if (roles.some((allowed) => allowed === role || allowed === 'self')) return ok(undefined)
  return err({
    code: 'forbidden',
    detail:
      roles.length === 0 ? noMemberMay(administrator) : `Only members with the role ${roles.join(' or ')} may do that.`,
  })
}

/** Why no member may, whatever their role. */
export const noMemberMay = (administrator: boolean): string =>
  administrator ? 'Only the administrator may do that.' : 'Only an API key that acts for nobody may do that.'
