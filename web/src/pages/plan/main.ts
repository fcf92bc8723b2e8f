import '../../styles/document.css';
import { mount } from 'svelte';
import PlanPage from './PlanPage.svelte';

const target = document.getElementById('page');
if (target !== null) mount(PlanPage, { target });
