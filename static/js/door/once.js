// A double press is one press: whoever asks for the same while it goes on gets what comes of the first.
export const onceAtATime = (act, nameOf = () => "") => {
  const going = new Map();
  return (...given) => {
    const name = nameOf(...given);
    if (!going.has(name)) going.set(name, act(...given).finally(() => going.delete(name)));
    return going.get(name);
  };
};
