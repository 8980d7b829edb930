import { describe, expect, it } from 'vitest'
import {
  changeCommunity,
  findPanelErrors,
  foundCommunity,
} from '../../../../functions/domain/community/found-community.ts'
import { aCommunity, anId, NOW } from '../../../support/builders.ts'

describe('foundCommunity', () => {
  it('fixes base URL and issuer DID, and starts without panel and providers', () => {
    const request = { slug: 'weavers', name: 'Weavers', description: 'We weave.' }
    expect(foundCommunity(anId('community'), request, 'http://localhost:8080', NOW)).toEqual({
      id: anId('community'),
      ...request,
      oidc: [],
      foundingPanel: [],
      baseUrl: 'http://localhost:8080',
      issuer: 'did:web:localhost%3A8080:communities:weavers',
      createdAt: NOW,
      version: 1,
    })
  })

  it('keeps the providers it is given', () => {
    const oidc = [{ issuer: 'https://id.example', audience: 'weavers' }]
    expect(foundCommunity(anId('c'), { slug: 'w', name: 'W', oidc }, 'https://example.org', NOW).oidc).toEqual(oidc)
  })
})

describe('changeCommunity', () => {
  it('changes what is named, and never slug, base URL or issuer', () => {
    const before = aCommunity({ description: 'We weave.', foundingPanel: [anId('a')] })
    expect(changeCommunity(before, { url: 'https://weavers.example' })).toEqual({
      ...before,
      url: 'https://weavers.example',
      version: 2,
    })
    const oidc = [{ issuer: 'https://id.example', audience: 'weavers' }]
    const foundingPanel = ['a', 'b', 'c'].map(anId)
    expect(changeCommunity(before, { name: 'New', oidc, foundingPanel })).toEqual({
      ...before,
      name: 'New',
      oidc,
      foundingPanel,
      version: 2,
    })
  })
})

describe('findPanelErrors', () => {
  it('points at who is named twice and at who is no member', () => {
    const panel = ['ana', 'ben', 'ana', 'stranger'].map(anId)
    expect(findPanelErrors(panel, new Set(['ana', 'ben'].map(anId)))).toEqual([
      { pointer: '/foundingPanel/2', detail: 'is named twice' },
      { pointer: '/foundingPanel/3', detail: 'is no member of this community' },
    ])
  })

  it('finds nothing wrong with distinct members', () => {
    expect(findPanelErrors([anId('ana'), anId('ben')], new Set([anId('ana'), anId('ben')]))).toEqual([])
  })
})
