import { expect, it } from 'vitest'
import { canParseUrl } from '../../../../functions/domain/shared/can-parse-url.ts'

it('takes addresses with letters beyond ASCII however often it is asked', () => {
  const answers = new Set(Array.from({ length: 50_000 }, () => canParseUrl('https://bücher.example/did.json')))
  expect([...answers]).toEqual([true])
})

it('takes what the URL standard takes, and nothing else', () => {
  expect(canParseUrl('/did.json', 'https://issuer.example/')).toBe(true)
  for (const text of ['', '/did.json', 'https://', 'https://a b/']) expect(canParseUrl(text)).toBe(false)
})
