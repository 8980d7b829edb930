import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { findJava } from '../../functions/local/find-java.ts'

const CHROMIUM_MISSING = `The end-to-end tests need Chromium or Chrome. Install it with one of:
  Debian           apt-get install -y chromium fonts-noto-core
  Ubuntu           snap install chromium
  Fedora           dnf install -y chromium
  macOS            brew install --cask google-chrome
  Windows          winget install Google.Chrome
or name the program in CHROMIUM_PATH.`

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe']
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser for the end-to-end tests: `CHROMIUM_PATH`, or the first one found on PATH or in its usual place. */
export function findChromium(): string | undefined {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => CHROMIUM_NAMES.map((name) => join(folder, name)))
  return [env['CHROMIUM_PATH'] ?? '', ...onPath, ...CHROMIUM_PLACES].find((file) => file !== '' && existsSync(file))
}

/** What this machine lacks for the given tiers, each as a message that says how to get it. */
export async function missingPrerequisites(tiers: readonly string[]): Promise<readonly string[]> {
  const needsJava = (tiers.includes('contract') || tiers.includes('e2e')) && !env['DYNAMODB_ENDPOINT']
  const needsChromium = tiers.includes('e2e')
  return [
    ...(needsJava ? await findJava(env).then(noMessages, toMessages) : []),
    ...(needsChromium && !findChromium() ? [CHROMIUM_MISSING] : []),
  ]
}

const noMessages = (): readonly string[] => []
const toMessages = (error: Error): readonly string[] => [error.message]
