--[[
  Adds a delta to a tally once.

  KEYS[1] hash of the tally: candidate id -> count, '#ballots' -> ballots that count, '#whole' -> '1' when complete
  KEYS[2] hash of marks: writer -> '<batch>:<entries>', how far that writer's batches are in the tally

  ARGV[1] writer
  ARGV[2] the mark it must have now ('' for none)
  ARGV[3] the mark it gets
  ARGV[4] ballots to add
  ARGV[5..] candidate id, count, candidate id, count …

  Returns 1 applied, 0 the mark was ARGV[3] already, -1 it is something else.
]]
local mark = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if mark == ARGV[3] then return 0 end
if mark ~= ARGV[2] then return -1 end
redis.call('HINCRBY', KEYS[1], '#ballots', ARGV[4])
for i = 5, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
