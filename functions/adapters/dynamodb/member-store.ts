import type { Member } from '../../domain/community/member.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { MemberStore } from '../../ports/member-store.ts'
import { writeOnce } from './idempotency.ts'
import { type Key, keys, ranges } from './keys.ts'
import { MemberItemSchema, toMemberItem } from './member-items.ts'
import { changesIdentifiers, findPerson } from './person-identifiers.ts'
import { loadPointedPage, PointedIdSchema, toPointer } from './pointers.ts'
import { loadBatch, loadItem, parseItem } from './reads.ts'
import { changePoolEntries, putPoolEntries } from './reviewer-pool.ts'
import type { StoreDeps } from './store-deps.ts'
import { type TransactItem, transact } from './transact.ts'
import { IF_NEW, ifNewOrSame, ifVersion, put, remove } from './writes.ts'

const IDENTITY_TAKEN: Refusal = {
  code: 'member_identity_taken',
  detail: 'Another member of the community signs in with this issuer and subject.',
}

const STALE: Refusal = { code: 'stale', detail: 'The member changed meanwhile; read it again.' }

/** So many others who are added with the same identifiers at the same moment are not waited for. */
const MAX_TRIES = 10

/**
 * Members in DynamoDB. External ids and OpenID pairs are items of their own, so that each is held by one member.
 *
 * @throws StoreOverloaded when the table does not answer in time; TypeError when a change touches the external id.
 */
export function dynamoMemberStore(deps: StoreDeps): MemberStore {
  const load = (id: Id) => loadItem(deps, keys.member(id), MemberItemSchema)
  const loadPointed = async (key: Key) => {
    const id = await loadItem(deps, key, PointedIdSchema)
    return id === undefined ? undefined : load(id)
  }
  return {
    load,
    add: (member, idempotency) => add(deps, member, idempotency),
    async loadMany(ids) {
      const items = await loadBatch(deps, [...new Set(ids)].map(keys.member))
      return items.map((item) => parseItem(MemberItemSchema, item))
    },
    loadByExternalId: (community, externalId) => loadPointed(keys.externalId(community, externalId)),
    loadByOidc: (community, subject) => loadPointed(keys.oidc(community, subject)),
    change: (from, to) => change(deps, from, to),
    list: (community, page) =>
      loadPointedPage(
        deps,
        {
          name: `members/${community}`,
          range: ranges.communityMembers(community),
          keyOf: keys.member,
          parse: (item) => parseItem(MemberItemSchema, item),
          idOf: ({ id }) => id,
        },
        page,
      ),
  }
}

type Existing = { readonly kind: 'existing'; readonly id: Id }

async function add(
  deps: StoreDeps,
  member: Member,
  idempotency: Parameters<MemberStore['add']>[1],
): ReturnType<MemberStore['add']> {
  for (let tries = 1; ; tries++) {
    const { person, items: identifiers } = await findPerson(deps, member)
    const added = await tryAdding(deps, person === undefined ? member : { ...member, person }, identifiers, idempotency)
    if (added.ok || added.error.code !== 'stale' || tries >= MAX_TRIES) return added
  }
}

const tryAdding = (
  deps: StoreDeps,
  member: Member,
  identifiers: readonly TransactItem[],
  idempotency: Parameters<MemberStore['add']>[1],
) =>
  writeOnce<'externalId' | 'oidc' | 'member' | 'identifiers' | 'pools' | 'listed', Existing>(deps, {
    id: member.id,
    idempotency,
    items: {
      externalId:
        member.externalId === undefined
          ? undefined
          : put(toPointer(keys.externalId(member.community, member.externalId), 'external-id', member.id), IF_NEW),
      oidc: putOidc(member),
      member: put(toMemberItem(member), IF_NEW),
      identifiers,
      pools: putPoolEntries(member),
      listed: put(toPointer(keys.communityMember(member.community, member.id), 'community-member', member.id), IF_NEW),
    },
    refuse: (failed) => {
      if (failed.externalId?.item !== undefined)
        return ok({ kind: 'existing', id: parseItem(PointedIdSchema, failed.externalId.item) })
      if (failed.oidc) return err(IDENTITY_TAKEN)
      if (failed.identifiers) return err(STALE)
      throw new Error(`the id of the new member ${member.id} is already taken`)
    },
  })

async function change(deps: StoreDeps, from: Member, to: Member): ReturnType<MemberStore['change']> {
  if (from.externalId !== to.externalId) throw new TypeError('the external id of a member never changes')
  const movesOidc = from.oidc?.issuer !== to.oidc?.issuer || from.oidc?.subject !== to.oidc?.subject
  const found = changesIdentifiers(from, to) ? await findPerson(deps, to, from) : undefined
  const failed = await transact(deps, {
    member: put(toMemberItem(found ? { ...to, person: found.person } : to), ifVersion(from.version)),
    identifiers: found?.items,
    pools: changePoolEntries(from, to),
    oidc: movesOidc ? putOidc(to) : undefined,
    earlierOidc: movesOidc && from.oidc ? remove(keys.oidc(from.community, from.oidc)) : undefined,
  })
  if (failed === undefined) return ok(undefined)
  return err(failed.member || (failed.identifiers && !failed.oidc) ? STALE : IDENTITY_TAKEN)
}

const putOidc = ({ id, community, oidc }: Member): TransactItem | undefined =>
  oidc && put(toPointer(keys.oidc(community, oidc), 'oidc-subject', id), ifNewOrSame('targetId', id))
