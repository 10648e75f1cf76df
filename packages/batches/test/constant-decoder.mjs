export default { name: 'nines', decode: () => ({ width: 1, height: 1, data: Uint8Array.of(9, 9, 9) }) };
