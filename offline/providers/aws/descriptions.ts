export const descriptions = [];
