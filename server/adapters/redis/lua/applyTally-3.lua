--[[
  Adds a delta to a tally once.

  KEYS[1] hash of the tally: candidate id -> count, '#ballots' -> ballots that count, '#whole' -> '1' when complete
  KEYS[2] hash of marks: writer -> '<batch>:<entries>', how far that writer's batches are in the tally
  KEYS[3] hash of the series: point in time -> count

  ARGV[1] writer
  ARGV[2] the mark it must have now ('' for none)
  ARGV[3] the mark it gets
  ARGV[4] ballots to add
  ARGV[5] counts to add, as JSON {candidate id: count}
  ARGV[6] counts to add to the series, as JSON {point: count}: one argument, since a recount holds more than a command may

  Returns 1 applied, 0 the mark was ARGV[3] already, -1 it is something else.
]]
local mark = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if mark == ARGV[3] then return 0 end
if mark ~= ARGV[2] then return -1 end
redis.call('HINCRBY', KEYS[1], '#ballots', ARGV[4])
for id, count in pairs(cjson.decode(ARGV[5])) do redis.call('HINCRBY', KEYS[1], id, count) end
for point, count in pairs(cjson.decode(ARGV[6])) do redis.call('HINCRBY', KEYS[3], point, count) end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
