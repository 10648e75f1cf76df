// Every kernel has one shape: (address of its parameters, thread, first item, item after the last). Items are independent of each other.
export { convolve, packFilter } from './convolve';
export { filterGradient, sumSlots } from './filter-gradient';
export { maxPoolGradient } from './pool';
