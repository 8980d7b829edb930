import { describe, expect, it } from 'vitest'
import { passesFilters } from '../../../functions/local/stream-filter.ts'
import { aStreamRecord } from '../../support/stream-records.ts'

const insertOfClaim = { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['claim', 'endorsement'] } } } }

describe('passesFilters', () => {
  it('passes everything when there is no pattern', () => {
    expect(passesFilters(aStreamRecord(1), [])).toBe(true)
  })

  it('passes a record that equals one of the listed values in every member named', () => {
    expect(passesFilters(aStreamRecord(1), [insertOfClaim])).toBe(true)
  })

  it('passes a record that matches any one of several patterns', () => {
    expect(passesFilters(aStreamRecord(1), [{ eventName: ['REMOVE'] }, insertOfClaim])).toBe(true)
  })

  it('stops a record by its event name', () => {
    expect(passesFilters(aStreamRecord(1, { eventName: 'MODIFY' }), [insertOfClaim])).toBe(false)
  })

  it.each([
    ['a key', { dynamodb: { Keys: { sk: { S: ['other'] } } } }],
    ['an attribute of another type', { dynamodb: { NewImage: { kind: { N: ['claim'] } } } }],
    ['an attribute it lacks', { dynamodb: { NewImage: { absent: { S: ['claim'] } } } }],
    ['an image it lacks', { dynamodb: { OldImage: { kind: { S: ['claim'] } } } }],
    ['a member every object inherits', { dynamodb: { constructor: { name: ['Object'] } } }],
    ['a list that holds nothing', { eventName: [] }],
  ])('stops a record by %s', (_, pattern) => {
    expect(passesFilters(aStreamRecord(1), [pattern])).toBe(false)
  })

  it('refuses a comparison it does not know rather than pass over records in silence', () => {
    const pattern = JSON.parse('{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"a"}]}}}}')
    expect(() => passesFilters(aStreamRecord(1), [pattern])).toThrow(TypeError)
  })
})
