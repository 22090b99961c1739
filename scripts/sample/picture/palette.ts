import type { Chance } from '../chance'

/** One limited palette: deep Chinese red on warm paper, with muted greens, blues and ochres. */
export const RED = '#B3261E'
export const BRICK = '#C8563F'
export const PEACH = '#EFB08C'
export const PAPER = '#FBF4E6'
export const CREAM = '#F6E7CB'
export const SAND = '#E6CFA6'
export const OCHRE = '#DDA44A'
export const GOLD = '#F3CC6B'
export const BROWN = '#7A5340'
export const INK = '#3B3540'
export const STONE = '#B9AC9B'
export const ASPHALT = '#8B8487'
export const LEAF = '#7F9A5F'
export const MOSS = '#5E7C57'
export const SAGE = '#B4C49A'
export const TEAL = '#4E8388'
export const WATER = '#86B3B5'
export const MIST = '#CFE0DA'
export const GLASS = '#AECDCF'
export const NAVY = '#34506B'
export const PLUM = '#7D4A5B'

export const WALLS = [PAPER, CREAM, '#F0D9BE', '#EBC9AE', '#E3DCCB', '#D9DFD2'] as const
export const ROOFS = [BRICK, '#A8604A', '#6F7F86', BROWN, RED] as const
export const CLOTHES = [RED, TEAL, OCHRE, NAVY, LEAF, PLUM, BRICK, '#6C8CA0'] as const
export const SKINS = ['#F2C9A5', '#EDBE97', '#F6D3B3', '#E2AE86'] as const
export const HAIRS = ['#2F2A30', '#3D2F2B', '#4A362C', '#26242C'] as const

/** Time of day: top and bottom of the sky, its sun, far and near hills. */
export type Light = {
  top: string
  bottom: string
  sun: string
  cloud: string
  far: string
  near: string
  dark: boolean
}

export const LIGHTS = {
  morning: {
    top: '#FBE3C0',
    bottom: '#FDF3E0',
    sun: '#F0A15E',
    cloud: '#FFFAF0',
    far: '#DCCFAE',
    near: '#B9C29A',
    dark: false,
  },
  noon: {
    top: '#BFDCDD',
    bottom: '#F3F1DF',
    sun: '#F7D98A',
    cloud: '#FFFDF6',
    far: '#BFD0BC',
    near: '#9DB587',
    dark: false,
  },
  afternoon: {
    top: '#F6D7A8',
    bottom: '#FBF0D6',
    sun: '#E8894A',
    cloud: '#FFF6E2',
    far: '#D9BE93',
    near: '#A9B07C',
    dark: false,
  },
  rosy: {
    top: '#EFC3B0',
    bottom: '#FBEBD5',
    sun: '#E88D68',
    cloud: '#FDEFE2',
    far: '#D3B0A0',
    near: '#A7A583',
    dark: false,
  },
  overcast: {
    top: '#B4C3C4',
    bottom: '#E4E4D8',
    sun: '#E9E3CE',
    cloud: '#D4DAD4',
    far: '#AEBBB2',
    near: '#8DA08A',
    dark: false,
  },
  dusk: {
    top: '#4A5F7C',
    bottom: '#EDA77D',
    sun: '#F6CF8B',
    cloud: '#8E8596',
    far: '#7A718A',
    near: '#5A6474',
    dark: true,
  },
  night: {
    top: '#2E4058',
    bottom: '#8A7F94',
    sun: '#F5E6B8',
    cloud: '#56657C',
    far: '#4B5870',
    near: '#3F5059',
    dark: true,
  },
} satisfies Record<string, Light>

const DAYLIGHT = [LIGHTS.morning, LIGHTS.noon, LIGHTS.afternoon, LIGHTS.rosy] as const

/** One of the four lights of day. */
export function daylight(chance: Chance): Light {
  return chance.pick(DAYLIGHT)
}
