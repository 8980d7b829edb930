import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { renderReferencePage } from '../../../functions/http/pages/reference-page.tsx'
import openApi from '../../../schemas/openapi.json' with { type: 'json' }
import { describeApi } from '../../support/describe-api.ts'

const operations = Object.values(openApi.paths).flatMap((methods) => Object.values(methods))

describe('schemas/openapi.json', () => {
  it('is what the routes say', async () => {
    const file = await readFile(new URL('../../../schemas/openapi.json', import.meta.url), 'utf8')
    expect(file).toBe(`${JSON.stringify(await describeApi(), undefined, 2)}\n`)
  })

  it('gives every operation a name, a summary, a tag and its faults', () => {
    expect(operations.length).toBeGreaterThan(20)
    for (const { operationId, summary, tags, responses } of operations) {
      expect([operationId, summary, tags?.length]).toEqual([expect.any(String), expect.any(String), 1])
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['429', '500', '503']))
    }
  })

  it('says of every answer in words how its language is chosen', () => {
    const inWords = operations.filter(({ responses }) => JSON.stringify(responses).includes('"Content-Language"'))
    expect(inWords.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['getClaim', 'giveEndorsement', 'askForReview', 'dryRunPolicy', 'createVerification']),
    )
    for (const { operationId, parameters } of inWords)
      expect([operationId, JSON.stringify(parameters)]).toEqual([
        operationId,
        expect.stringContaining('accept-language'),
      ])
  })

  it('holds every public object beside the API', () => {
    expect(Object.keys(openApi.paths)).toEqual(
      expect.arrayContaining([
        '/credentials/{credential}',
        '/awards/{credential}',
        '/awards/{credential}/evidence/{version}',
        '/endorsements/{endorsement}',
        '/achievements/{achievement}/{version}',
        '/communities/{slug}',
        '/communities/{slug}/did.json',
        '/status/{list}',
      ]),
    )
  })

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('renderReferencePage', () => {
  const page = renderReferencePage(openApi, 'https://badges.example.org')

  it('shows every operation and every schema, and links nowhere in vain', () => {
    for (const { operationId } of operations) expect(page).toContain(`<section id="${operationId}"`)
    const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter((id) => !anchors.has(id))).toEqual([])
  })

  it('names what an answer holds, also where it is one of two', () => {
    const { anyOf } = openApi.paths['/v1/verifications'].post.responses[200].content['application/json'].schema
    const links = anyOf.map(({ $ref }) => $ref.split('/').at(-1)).map((name) => `<a href="#schema-${name}">${name}</a>`)
    expect(page).toContain(links.join(' or '))
  })

  it('escapes what descriptions hold, and carries no script', () => {
    const hostile = { ...openApi, info: { description: '<script>alert(1)</script> `<b>` **x**' } }
    const escaped = renderReferencePage(hostile, 'https://badges.example.org')
    expect(escaped).toContain('&lt;script&gt;alert(1)&lt;/script&gt; <code>&lt;b&gt;</code> <strong>x</strong>')
    expect(escaped).not.toContain('<script')
  })

  it('has a language, a title, one main heading and a caption on every table', () => {
    expect(page).toMatch(/^<!doctype html><html lang="en">/)
    expect(page.match(/<h1/g)).toHaveLength(1)
    expect(page.match(/<table/g)?.length).toBe(page.match(/<caption/g)?.length)
  })
})
