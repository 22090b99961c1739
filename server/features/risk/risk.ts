export { type Client, createSignals, type SignalMaker } from './signals'
