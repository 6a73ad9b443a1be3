// Ink's developer tools, which a bundle for users leaves out.
export default undefined;
