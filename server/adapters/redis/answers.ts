import type { AnswerMemory } from '../../ports/memory'
import type { RedisClient } from './redis'

const PENDING = 'pending'
const ANSWERED = 'answered:'

/** Answers in Redis, one key per message. */
export function createRedisAnswers(redis: RedisClient): AnswerMemory {
  return {
    async claim(message, seconds) {
      const earlier = await redis.set(`answer:${message}`, PENDING, 'EX', seconds, 'NX', 'GET')
      if (earlier === null) return 'mine'
      return earlier === PENDING ? 'pending' : { answer: earlier.slice(ANSWERED.length) }
    },
    async keep(message, answer, seconds) {
      await redis.set(`answer:${message}`, `${ANSWERED}${answer}`, 'EX', seconds)
    },
  }
}
