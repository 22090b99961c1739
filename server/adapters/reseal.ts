import type { SealedField, SecretBox } from '../ports/secrets'
import type { connectMongo } from './mongo'

/** Texts written together. */
const BATCH = 500

/**
 * Seals anew, with the first key, what an older key has sealed or none, so that older keys can be taken away. Leaves what no
 * key opens, and what somebody changes meanwhile: doing it again finds that. Answers how many texts were sealed anew, and how
 * many no key opens.
 */
export async function resealAll(
  connection: ReturnType<typeof connectMongo>,
  box: SecretBox,
  fields: SealedField[],
): Promise<{ resealed: number; lost: number }> {
  let resealed = 0
  let lost = 0
  for (const { collection, path, place } of fields) {
    const documents = connection.collection(collection)
    const old = { [path]: { $type: 'string', $not: new RegExp(`^${box.prefix.replace('.', '\\.')}`) } }
    let batch: Parameters<typeof documents.bulkWrite>[0][number][] = []
    const flush = async () => {
      if (batch.length > 0) resealed += (await documents.bulkWrite(batch, { ordered: false })).modifiedCount
      batch = []
    }
    for await (const found of documents.find(old, { projection: { [path]: 1 } })) {
      const sealed = path.split('.').reduce<unknown>((part, name) => (part as never)[name], found) as string
      const text = box.open(sealed, place)
      if (text === null) {
        lost++
        continue
      }
      const update = { $set: { [path]: box.seal(text, place) } }
      batch.push({ updateOne: { filter: { _id: found._id, [path]: sealed }, update } } as never)
      if (batch.length === BATCH) await flush()
    }
    await flush()
  }
  return { resealed, lost }
}
