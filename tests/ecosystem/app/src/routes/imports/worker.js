onmessage = ({ data }) => postMessage(`worked ${data * 2}`);
